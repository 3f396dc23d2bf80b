import Media

extension PESQ {
  /// The bins `0...count/2` of a real signal's transform.
  struct HermitianSpectrum {
    private var real: [Double]
    private var imaginary: [Double]

    /// Transforms a signal of `transform.count` samples.
    init(of signal: [Double], by transform: FourierTransform) {
      (real, imaginary) = transform.withSpectrum(ofReal: signal) { bins in
        let half = 0..<bins.count / 2
        return (half.map { bins[2 * $0] }, half.map { bins[2 * $0 + 1] })
      }
    }

    /// Squared magnitudes.
    var powers: [Double] {
      zip(real, imaginary).map { $0 * $0 + $1 * $1 }
    }

    /// Multiplies every bin by a real factor.
    mutating func scale(by gain: (_ bin: Int) -> Double) {
      for bin in real.indices {
        let factor = gain(bin)
        real[bin] *= factor
        imaginary[bin] *= factor
      }
    }

    /// The spectrum of the circular correlation Σₙ self[n] other[n + lag].
    func correlation(with other: HermitianSpectrum) -> HermitianSpectrum {
      var product = self
      for bin in real.indices {
        product.real[bin] =
          real[bin] * other.real[bin] + imaginary[bin] * other.imaginary[bin]
        product.imaginary[bin] =
          real[bin] * other.imaginary[bin] - imaginary[bin] * other.real[bin]
      }
      return product
    }

    /// The real signal of an even `transform.count` samples that has this spectrum.
    ///
    /// The inverse is the Hartley transform of Re X + Im X: with F its forward transform,
    /// x[n] = (Re F[n] + Im F[n]) / N, and F[N − n] is the conjugate of F[n].
    func signal(by transform: FourierTransform) -> [Double] {
      let count = transform.count
      precondition(2 * (real.count - 1) == count, "\(real.count) bins for \(count) samples")
      var hartley = zip(real, imaginary).map { $0 + $1 }
      for bin in (1..<real.count - 1).reversed() {
        hartley.append(real[bin] - imaginary[bin])
      }
      return transform.withSpectrum(ofReal: hartley) { bins in
        (0..<count).map { index in
          index <= count / 2
            ? (bins[2 * index] + bins[2 * index + 1]) / Double(count)
            : (bins[2 * (count - index)] - bins[2 * (count - index) + 1]) / Double(count)
        }
      }
    }
  }
}
