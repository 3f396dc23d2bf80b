extension PESQ {
  /// A recursive filter of second-order sections, in single precision like the signals it filters.
  struct FilterCascade {
    /// (b₀ + b₁ z⁻¹ + b₂ z⁻²) / (1 + a₁ z⁻¹ + a₂ z⁻²).
    struct Section {
      let b0, b1, b2, a1, a2: Float

      init(_ b0: Float, _ b1: Float, _ b2: Float, _ a1: Float, _ a2: Float) {
        (self.b0, self.b1, self.b2, self.a1, self.a2) = (b0, b1, b2, a1, a2)
      }

      fileprivate func apply(to samples: inout [Float], in range: Range<Int>) {
        var (last, secondLast): (Float, Float) = (0, 0)
        for index in range {
          let state = samples[index] - a1 * last - a2 * secondLast
          samples[index] = b0 * state + b1 * last + b2 * secondLast
          (last, secondLast) = (state, last)
        }
      }
    }

    let sections: [Section]

    /// Filters a range of samples in place, starting at rest.
    func apply(to samples: inout [Float], in range: Range<Int>) {
      for section in sections {
        section.apply(to: &samples, in: range)
      }
    }

    /// The high-pass of P.862.2 at 16 kHz: headphones are flat above 100 Hz.
    static let headphones = FilterCascade(sections: [
      Section(2.740826, -5.4816519, 2.740826, -1.9444777, 0.94597794)
    ])

    /// The band-pass before alignment at 8 kHz.
    static let narrowAlignment = FilterCascade(sections: [
      Section(0.885535424, -0.885535424, 0, -0.771070709, 0),
      Section(0.895092588, 1.292907193, 0.449260174, 1.268869037, 0.442025372),
      Section(4.04952794, -7.865190042, 3.815662102, -1.746859852, 0.786305963),
      Section(0.500002353, -0.500002353, 0, 0, 0),
      Section(0.565002834, -0.241585934, -0.306009671, 0.259688659, 0.249979657),
      Section(2.115237288, 0.919935084, 1.141240051, -1.587313419, 0.665935315),
      Section(0.912224584, -0.224397719, -0.641121413, -0.246029464, -0.55672059),
      Section(0.444617727, -0.307589321, 0.141638062, -0.996391149, 0.502251622),
    ])

    /// The band-pass before alignment at 16 kHz.
    static let wideAlignment = FilterCascade(sections: [
      Section(0.325631521, -0.08678286, -0.238848661, -1.07941649, 0.434583902),
      Section(0.403961804, -0.556985881, 0.153024077, -0.415115835, 0.696590244),
      Section(4.736162769, 3.287251046, 1.753289019, -1.859599046, 0.876284034),
      Section(0.365373469, 0, 0, -0.634626531, 0),
      Section(0.884811506, 0, 0, -0.256725271, 0.141536777),
      Section(0.723593055, -1.447186099, 0.723593044, -1.129587469, 0.657232737),
      Section(1.644910855, -1.817280902, 1.249658063, -1.778403899, 0.801724355),
      Section(0.633692689, -0.284644314, -0.319789663, 0, 0),
      Section(1.032763031, 0.268428979, 0.602913323, 0, 0),
      Section(1.001616361, -0.823749013, 0.439731942, -0.885778255, 0),
      Section(0.752472096, -0.37538899, 0.188977609, -0.077258216, 0.247230734),
      Section(1.023700575, 0.001661628, 0.52128424, -0.183867259, 0.354324187),
    ])
  }
}
