/// How loud a clip is: its root mean square, kept as a 32-bit float.
struct ClipLevel: Sendable, Equatable {
  /// Root mean square of the samples; 0 for a silent clip.
  let rootMeanSquare: Float

  /// Bits of a level beside the codes.
  static let bits = 32

  /// Measures a clip.
  init(of samples: [Float]) {
    let energy = samples.reduce(0.0) { $0 + Double($1) * Double($1) }
    rootMeanSquare = Float((energy / Double(max(samples.count, 1))).squareRoot())
  }

  /// The samples at unit level; a silent clip stays silent.
  func normalized(_ samples: [Float]) -> [Float] {
    guard rootMeanSquare > 0 else { return samples }
    let gain = 1 / rootMeanSquare
    return gain.isFinite ? samples.map { $0 * gain } : samples.map { _ in 0 }
  }
}
