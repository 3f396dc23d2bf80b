public import Tensors

/// What the passes of one opened model share: reused memory, the precision of its products, and how
/// many items go through together.
public struct InferenceSession: Sendable {
  /// Items that one pass takes.
  public let batchSize: Int
  private let precision: MatrixPrecision
  private let weights: PackedWeights
  private let arena: BufferArena

  /// Starts without memory; the first pass takes what it needs and later ones use it again.
  ///
  /// - Parameters:
  ///   - batchSize: items that one pass takes.
  ///   - precision: the type of the weights in products.
  ///   - weights: whether they stay packed for a next pass.
  public init(
    batchSize: Int = 8, precision: MatrixPrecision = .float32, weights: PackedWeights = .kept
  ) {
    self.batchSize = max(batchSize, 1)
    self.weights = weights
    self.precision = precision
    arena = BufferArena()
  }

  /// Runs a pass with the session's memory and precision.
  public func run<Result>(_ pass: () throws -> Result) rethrows -> Result {
    try arena.serving {
      try MatrixPrecision.$current.withValue(precision) {
        try PackedWeights.$current.withValue(weights, operation: pass)
      }
    }
  }

  /// Maps items through passes of up to ``batchSize``; results don't depend on the cut.
  func inBatches<Item, Result>(
    of items: [Item], _ pass: (_ batch: [Item]) throws -> [Result]
  ) rethrows -> [Result] {
    try stride(from: 0, to: items.count, by: batchSize).flatMap { start in
      try run { try pass(Array(items[start..<min(start + batchSize, items.count)])) }
    }
  }
}
