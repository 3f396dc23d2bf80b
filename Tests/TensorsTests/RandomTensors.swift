import Tensors

extension SeededGenerator {
  /// A tensor of numbers without a pattern in -1..<1, the same for the same seed.
  mutating func tensor(_ shape: [Int]) -> Tensor {
    let count = shape.reduce(1, *)
    return Tensor(shape: shape, elements: (0..<count).map { _ in Float(2 * unitInterval() - 1) })
  }
}
