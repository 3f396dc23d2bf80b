/// A low-pass filter cut into one short kernel a phase, which resamples in one pass.
///
/// y[b·n + p] = Σᵢ c[p, i] · x[b·o + first[p] + i] for a ratio of o source to n target samples.
package struct PolyphaseFilter: Sendable {
  /// What stands before the first and after the last sample.
  package enum Edge: Sendable {
    case zeros
    /// The first and the last sample, repeated.
    case replicate
  }

  /// How many samples come out of L, where n·L/o is not whole.
  package enum LengthRule: Sendable {
    case roundedDown
    case roundedUp
  }

  /// The rates between which it resamples.
  package let ratio: RateRatio
  private let edge: Edge
  private let lengthRule: LengthRule
  private let firstTaps: [Int]
  private let tapCount: Int
  private let coefficients: [Double]

  /// The coefficients that one filter may have; 128 MiB of them.
  private static let coefficientLimit = 1 << 24

  /// Computes every phase's kernel.
  ///
  /// A kernel reaches `radius` source samples to each side of an output sample and asks `weight` for
  /// the coefficient at each signed distance within; `normalized` ones are divided by their sum.
  ///
  /// - Throws: `MediaError.invalidRequest` for a pair of rates that would need too many.
  init(
    ratio: RateRatio, edge: Edge, lengthRule: LengthRule, radius: Double,
    normalized: Bool = false, weight: (Double) -> Double
  ) throws(MediaError) {
    let (sources, targets) = (ratio.sourceCount, ratio.targetCount)
    tapCount = try Self.tapCount(ratio, radius: radius)
    var firstTaps: [Int] = []
    var coefficients: [Double] = []
    coefficients.reserveCapacity(targets * tapCount)
    for phase in 0..<targets {
      // The place of the output sample among the source samples: a whole part and a fraction.
      let (whole, part) = (phase * sources).quotientAndRemainder(dividingBy: targets)
      let fraction = Double(part) / Double(targets)
      let first = Int((fraction - radius).rounded(.up))
      var kernel = (first..<first + tapCount).map { tap in
        let distance = Double(tap) - fraction
        return abs(distance) <= radius ? weight(distance) : 0
      }
      if normalized {
        let sum = kernel.reduce(0, +)
        for index in kernel.indices { kernel[index] /= sum }
      }
      firstTaps.append(whole + first)
      coefficients += kernel
    }
    self.ratio = ratio
    self.edge = edge
    self.lengthRule = lengthRule
    self.firstTaps = firstTaps
    self.coefficients = coefficients
  }

  /// How many coefficients each phase has that reaches `radius` source samples to each side.
  ///
  /// - Throws: `MediaError.invalidRequest` for a pair of rates that would need too many in all.
  static func tapCount(_ ratio: RateRatio, radius: Double) throws(MediaError) -> Int {
    let count = 2 * Int(radius) + 2
    guard count <= coefficientLimit / ratio.targetCount else {
      throw MediaError.invalidRequest(
        reason: "resampling \(ratio.sourceRate) Hz to \(ratio.targetRate) Hz needs"
          + " \(ratio.targetCount) kernels of \(count) coefficients, over the limit of"
          + " \(coefficientLimit) in all; resample with soxr, or in two steps")
    }
    return count
  }

  /// The coefficient that a phase gives to a source sample, counted from its block's start.
  package func coefficient(phase: Int, sourceOffset: Int) -> Double {
    let tap = sourceOffset - firstTaps[phase]
    return (0..<tapCount).contains(tap) ? coefficients[phase * tapCount + tap] : 0
  }

  /// How many samples come out of `sourceCount`.
  package func targetCount(of sourceCount: Int) -> Int {
    let exact = (sourceCount * ratio.targetCount).quotientAndRemainder(
      dividingBy: ratio.sourceCount)
    return lengthRule == .roundedUp && exact.remainder > 0 ? exact.quotient + 1 : exact.quotient
  }

  /// Resamples one channel, accumulating in double precision.
  package func callAsFunction(_ samples: [Float]) -> [Float] {
    guard !samples.isEmpty else { return [] }
    let count = targetCount(of: samples.count)
    var resampled: [Float] = []
    resampled.reserveCapacity(count)
    for index in 0..<count {
      let (block, phase) = index.quotientAndRemainder(dividingBy: ratio.targetCount)
      let start = block * ratio.sourceCount + firstTaps[phase]
      let isInside = start >= 0 && start + tapCount <= samples.count
      let sum =
        isInside
        ? weightedSum(samples, from: start, phase: phase)
        : weightedSumAtEdge(samples, from: start, phase: phase)
      resampled.append(Float(sum))
    }
    return resampled
  }

  private func weightedSum(_ samples: [Float], from start: Int, phase: Int) -> Double {
    var sum = 0.0
    for tap in 0..<tapCount {
      sum += coefficients[phase * tapCount + tap] * Double(samples[start + tap])
    }
    return sum
  }

  private func weightedSumAtEdge(_ samples: [Float], from start: Int, phase: Int) -> Double {
    var sum = 0.0
    for tap in 0..<tapCount {
      let place = start + tap
      if edge == .zeros, !samples.indices.contains(place) { continue }
      let sample = samples[min(max(place, 0), samples.count - 1)]
      sum += coefficients[phase * tapCount + tap] * Double(sample)
    }
    return sum
  }
}
