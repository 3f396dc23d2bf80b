import Media

extension PESQ {
  /// Turns frames of a signal into powers over the critical bands.
  struct BarkAnalysis {
    private let bandwidth: Bandwidth
    private let transform: FourierTransform
    private let window: [Double]

    init(over bandwidth: Bandwidth) {
      self.bandwidth = bandwidth
      transform = FourierTransform(count: bandwidth.auditoryFrame)
      window = hannWindow(count: bandwidth.auditoryFrame)
    }

    /// The power in each band of the frame that begins at `start`.
    func powers(of signal: PaddedSignal, from start: Int) -> [Double] {
      let frame = signal.frame(from: start, windowedBy: window)
      var spectrum = HermitianSpectrum(of: frame, by: transform).powers
      spectrum[0] = 0
      var bin = 0
      return bandwidth.bands.map { band in
        defer { bin += band.binCount }
        let sum = spectrum[bin..<bin + band.binCount].reduce(0, +)
        return sum * band.powerCorrection * bandwidth.powerScale
      }
    }

    /// No power in any band.
    var silence: [Double] { Array(repeating: 0, count: bandwidth.bands.count) }

    /// The power of all bands but the lowest that exceed their hearing threshold `factor` times.
    func audiblePower(of powers: [Double], above factor: Double) -> Double {
      zip(powers, bandwidth.bands).dropFirst().reduce(0) { total, pair in
        let (power, band) = pair
        return power > factor * band.hearingThreshold ? total + power : total
      }
    }
  }
}
