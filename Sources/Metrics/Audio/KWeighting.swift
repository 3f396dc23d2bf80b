import Glibc

/// The two filters that ITU-R BS.1770-4 puts before a loudness measurement: a high shelf for the
/// head and a high-pass, for any sample rate as pyloudnorm designs them.
///
/// The standard tabulates 48 kHz only; the analogue prototypes here (+4 dB above 1500 Hz, Q 1/√2;
/// 38 Hz, Q 1/2; second-order sections of R. Bristow-Johnson's cookbook) come near its table.
struct KWeighting {
  private let stages: [SecondOrderFilter]

  init(sampleRate: Int) {
    stages = [
      .highShelf(gain: 4, quality: 0.5.squareRoot(), frequency: 1500, sampleRate: sampleRate),
      .highPass(quality: 0.5, frequency: 38, sampleRate: sampleRate),
    ]
  }

  func callAsFunction(_ samples: [Float]) -> [Double] {
    stages.reduce(samples.map(Double.init)) { signal, stage in stage(signal) }
  }
}

/// y[n] = b₀x[n] + b₁x[n−1] + b₂x[n−2] − a₁y[n−1] − a₂y[n−2], starting from rest.
private struct SecondOrderFilter {
  private let numerator: [Double]
  private let denominator: [Double]

  private init(numerator: [Double], denominator: [Double]) {
    self.numerator = numerator.map { $0 / denominator[0] }
    self.denominator = denominator.map { $0 / denominator[0] }
  }

  static func highShelf(
    gain: Double, quality: Double, frequency: Double, sampleRate: Int
  ) -> SecondOrderFilter {
    let (cosine, alpha) = angle(frequency, sampleRate: sampleRate, quality: quality)
    let a = pow(10, gain / 40)
    let slope = 2 * a.squareRoot() * alpha
    return SecondOrderFilter(
      numerator: [
        a * (a + 1 + (a - 1) * cosine + slope),
        -2 * a * (a - 1 + (a + 1) * cosine),
        a * (a + 1 + (a - 1) * cosine - slope),
      ],
      denominator: [
        a + 1 - (a - 1) * cosine + slope,
        2 * (a - 1 - (a + 1) * cosine),
        a + 1 - (a - 1) * cosine - slope,
      ])
  }

  static func highPass(
    quality: Double, frequency: Double, sampleRate: Int
  ) -> SecondOrderFilter {
    let (cosine, alpha) = angle(frequency, sampleRate: sampleRate, quality: quality)
    return SecondOrderFilter(
      numerator: [(1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2],
      denominator: [1 + alpha, -2 * cosine, 1 - alpha])
  }

  func callAsFunction(_ input: [Double]) -> [Double] {
    var output = input
    var (x1, x2, y1, y2) = (0.0, 0.0, 0.0, 0.0)
    for (index, x) in input.enumerated() {
      let y =
        numerator[0] * x + numerator[1] * x1 + numerator[2] * x2
        - denominator[1] * y1 - denominator[2] * y2
      (x1, x2, y1, y2) = (x, x1, y, y1)
      output[index] = y
    }
    return output
  }

  private static func angle(
    _ frequency: Double, sampleRate: Int, quality: Double
  ) -> (cosine: Double, alpha: Double) {
    let angle = 2 * Double.pi * frequency / Double(sampleRate)
    return (cos(angle), sin(angle) / (2 * quality))
  }
}
