package import Tensors

/// A row-major tensor in double precision: what plain references compute with.
package struct DoubleTensor: Sendable {
  /// Extents, outermost first.
  package let shape: [Int]
  /// The elements, last axis fastest.
  package var elements: [Double]

  /// Wraps elements whose count is the product of `shape`.
  package init(shape: [Int], elements: [Double]) {
    precondition(elements.count == shape.reduce(1, *), "\(elements.count) for \(shape)")
    self.shape = shape
    self.elements = elements
  }

  /// Computes every element from its index.
  package init(shape: [Int], _ element: (_ index: [Int]) -> Double) {
    var index = shape.map { _ in 0 }
    let elements = (0..<shape.reduce(1, *)).map { _ in
      defer { Self.advance(&index, in: shape) }
      return element(index)
    }
    self.init(shape: shape, elements: elements)
  }

  /// The same numbers, which double precision holds exactly.
  package init(_ tensor: Tensor) {
    self.init(shape: tensor.shape, elements: tensor.elements.map(Double.init))
  }

  /// The element at an index of as many numbers as there are axes.
  package subscript(index: [Int]) -> Double {
    elements[zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }]
  }

  /// Every element mapped.
  package func map(_ transform: (Double) -> Double) -> DoubleTensor {
    DoubleTensor(shape: shape, elements: elements.map(transform))
  }

  /// The same elements under another shape.
  package func reshaped(_ shape: [Int]) -> DoubleTensor {
    DoubleTensor(shape: shape, elements: elements)
  }

  /// The rows along the last axis.
  package var rows: [[Double]] {
    let columns = shape.last ?? 1
    guard columns > 0 else { return [] }
    return stride(from: 0, to: elements.count, by: columns).map {
      Array(elements[$0..<$0 + columns])
    }
  }

  /// Every row along the last axis mapped to one as long.
  package func mapRows(_ transform: ([Double]) -> [Double]) -> DoubleTensor {
    DoubleTensor(shape: shape, elements: rows.flatMap(transform))
  }

  private static func advance(_ index: inout [Int], in shape: [Int]) {
    for axis in shape.indices.reversed() {
      index[axis] += 1
      if index[axis] < shape[axis] { return }
      index[axis] = 0
    }
  }
}
