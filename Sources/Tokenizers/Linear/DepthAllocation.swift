import HeapModule
import Quantizers
import TokenStreams

/// Spends a budget of bits over positions, the greatest error reduction per bit first.
///
/// From each depth a position offers the deeper depth that removes the most squared error per bit
/// (the next corner of its convex hull); offers are taken best first, the earlier position on ties,
/// until none fits. Variable depths have to be stored too and are paid for from the same budget;
/// where equal depths at every position do better, they are used instead.
struct DepthAllocation {
  /// The depth of each position.
  let depths: [UInt8]

  private struct Offer: Comparable {
    let slope: Double
    let position: Int
    let depth: Int

    static func < (left: Offer, right: Offer) -> Bool {
      (left.slope, -left.position) < (right.slope, -right.position)
    }
  }

  /// Chooses depths for an encoding of all stages within `bitBudget` bits.
  init(
    _ encoding: ResidualVectorQuantizer.Encoding, vocabulary: Vocabulary, bitBudget: Int
  ) {
    let errors = StageErrors(encoding)
    let bits = (0...encoding.stageCount).map { vocabulary.bits(depth: $0) }
    let uniform = Self.uniform(errors, bits: bits, budget: bitBudget)
    let depthBits =
      errors.positionCount
      * Vocabulary(sizes: [vocabulary.stageCount + 1]).bits(ofStage: 0)
    let variable = Self.variable(errors, bits: bits, budget: bitBudget - depthBits)
    depths = errors.total(variable) < errors.total(uniform) ? variable : uniform
  }

  private static func uniform(_ errors: StageErrors, bits: [Int], budget: Int) -> [UInt8] {
    let depth = bits.indices.last { bits[$0] * errors.positionCount <= budget } ?? 0
    return Array(repeating: UInt8(depth), count: errors.positionCount)
  }

  private static func variable(_ errors: StageErrors, bits: [Int], budget: Int) -> [UInt8] {
    var depths = [UInt8](repeating: 0, count: errors.positionCount)
    guard budget > 0 else { return depths }
    var remaining = budget
    var offers = Heap(
      (0..<errors.positionCount).compactMap {
        offer(at: $0, from: 0, errors: errors, bits: bits)
      })
    while let best = offers.popMax() {
      let held = Int(depths[best.position])
      let cost = bits[best.depth] - bits[held]
      guard cost <= remaining else { continue }
      remaining -= cost
      depths[best.position] = UInt8(best.depth)
      if let next = offer(at: best.position, from: best.depth, errors: errors, bits: bits) {
        offers.insert(next)
      }
    }
    return depths
  }

  private static func offer(
    at position: Int, from depth: Int, errors: StageErrors, bits: [Int]
  ) -> Offer? {
    let before = errors.squaredError(at: position, depth: depth)
    return (depth + 1..<max(bits.count, depth + 1)).map { deeper in
      let reduction = before - errors.squaredError(at: position, depth: deeper)
      return Offer(
        slope: reduction / Double(max(bits[deeper] - bits[depth], 1)), position: position,
        depth: deeper)
    }.filter { $0.slope > 0 }.max()
  }
}

/// The squared error of every position at every depth.
private struct StageErrors {
  private let squaredErrors: [Float]
  private let depthCount: Int
  let positionCount: Int

  init(_ encoding: ResidualVectorQuantizer.Encoding) {
    squaredErrors = encoding.squaredErrors
    depthCount = encoding.stageCount + 1
    positionCount = encoding.squaredErrors.count / depthCount
  }

  func squaredError(at position: Int, depth: Int) -> Double {
    Double(squaredErrors[position * depthCount + depth])
  }

  func total(_ depths: [UInt8]) -> Double {
    depths.enumerated().reduce(0) { $0 + squaredError(at: $1.offset, depth: Int($1.element)) }
  }
}
