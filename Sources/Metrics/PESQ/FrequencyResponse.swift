import Glibc
import Media

extension PESQ {
  /// A filter without delay, given as decibels over frequency with straight lines in between.
  struct FrequencyResponse {
    /// Corners of the curve, from 0 Hz upwards.
    let points: [(hertz: Double, decibels: Double)]
    /// What is taken off everywhere, so that 1 kHz passes unchanged.
    let decibelsAtOneKilohertz: Double

    /// Passes 350 to 3250 Hz; levels are measured there.
    static let speechBand = FrequencyResponse(
      points: [(0, -500), (300, -500), (350, 0), (3250, 0), (3500, -500), (8000, -500)],
      decibelsAtOneKilohertz: 0)

    /// A telephone handset: the receiving part of the intermediate reference system (P.48).
    static let handset = FrequencyResponse(
      points: [
        (0, -200), (50, -40), (100, -20), (125, -12), (160, -6), (200, 0), (250, 4), (300, 6),
        (350, 8), (400, 10), (500, 11), (600, 12), (3250, 12), (3500, 4), (4000, -200),
        (8000, -200),
      ],
      decibelsAtOneKilohertz: 12)

    /// The speech and tail of a signal, filtered over one transform of the next power of two.
    func filtered(_ signal: PaddedSignal) -> [Double] {
      let speech = signal.samples[signal.speechAndTail].map(Double.init)
      let transform = FourierTransform(count: speech.count.nextPowerOfTwo)
      let padding = Array(repeating: 0.0, count: transform.count - speech.count)
      let resolution = Double(signal.bandwidth.sampleRate) / Double(transform.count)
      var spectrum = HermitianSpectrum(of: speech + padding, by: transform)
      spectrum.scale { bin in gain(at: Double(bin) * resolution) }
      return Array(spectrum.signal(by: transform).prefix(speech.count))
    }

    private func gain(at hertz: Double) -> Double {
      pow(10, (decibels(at: hertz) - decibelsAtOneKilohertz) / 20)
    }

    private func decibels(at hertz: Double) -> Double {
      let upper = points.firstIndex { $0.hertz >= hertz } ?? points.count - 1
      guard upper > 0 else { return points[0].decibels }
      let (low, high) = (points[upper - 1], points[upper])
      let position = (hertz - low.hertz) / (high.hertz - low.hertz)
      return low.decibels + position * (high.decibels - low.decibels)
    }
  }
}
