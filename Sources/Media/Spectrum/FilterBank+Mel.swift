extension FilterBank {
  /// How tall the triangles of a mel bank are.
  package enum MelNormalization: Equatable, Sendable {
    /// Peaks of 1.
    case none
    /// Slaney's: 2 / (upper − lower edge in Hz), so that white noise fills all bands alike.
    case slaney
  }

  /// Along which axis the sides of a mel bank's triangles are straight.
  package enum MelTriangles: Equatable, Sendable {
    case straightInHertz
    /// Kaldi's choice.
    case straightInMel
  }

  /// The most bands of a bank; published models use up to 320.
  private static let largestBandCount = 1 << 12

  /// Overlapping triangles, evenly spaced on a mel scale.
  ///
  /// Each rises from its lower neighbour's peak to its own and falls to its upper neighbour's. Bins
  /// are k · `sampleRate` / `fourierLength`, k in 0...`fourierLength`/2.
  ///
  /// - Throws: `MediaError.invalidRequest` for sizes or frequencies that make no bank.
  package static func mel(
    bandCount: Int, frequencies: ClosedRange<Double>, sampleRate: Int, fourierLength: Int,
    scale: MelScale, normalization: MelNormalization = .none,
    triangles: MelTriangles = .straightInHertz
  ) throws -> FilterBank {
    guard (1...largestBandCount).contains(bandCount), sampleRate > 0,
      (1...FourierTransform.largestCount).contains(fourierLength),
      frequencies.lowerBound >= 0, frequencies.upperBound.isFinite,
      frequencies.lowerBound < frequencies.upperBound
    else {
      throw MediaError.invalidRequest(
        reason: "no mel filter bank has \(bandCount) bands over \(frequencies) Hz at \(sampleRate)"
          + " Hz; give 1 to \(largestBandCount) bands and a rising range of frequencies")
    }
    let mels = evenlySpaced(
      scale.mel(ofHertz: frequencies.lowerBound)...scale.mel(ofHertz: frequencies.upperBound),
      count: bandCount + 2)
    let hertz = mels.map(scale.hertz(ofMel:))
    let binHertz = (0...fourierLength / 2).map {
      Double($0) * Double(sampleRate) / Double(fourierLength)
    }
    let corners = triangles == .straightInHertz ? hertz : mels
    let bins = triangles == .straightInHertz ? binHertz : binHertz.map(scale.mel(ofHertz:))
    let rows = (0..<bandCount).lazy.map { band in
      let peak = normalization == .slaney ? 2 / (hertz[band + 2] - hertz[band]) : 1
      return bins.map { bin in
        let rising = (bin - corners[band]) / (corners[band + 1] - corners[band])
        let falling = (corners[band + 2] - bin) / (corners[band + 2] - corners[band + 1])
        return Float(peak * max(0, min(rising, falling)))
      }
    }
    return FilterBank(binCount: bins.count, rows: rows)
  }

  private static func evenlySpaced(_ range: ClosedRange<Double>, count: Int) -> [Double] {
    let step = (range.upperBound - range.lowerBound) / Double(count - 1)
    return (0..<count).map { range.lowerBound + Double($0) * step }
  }
}
