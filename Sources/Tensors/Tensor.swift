/// A dense array of 32-bit floats in row-major order, with value semantics.
public struct Tensor: Equatable, Sendable {
  /// Extents, outermost first; `[]` is a scalar.
  public let shape: [Int]
  /// The elements, last axis fastest.
  public var elements: [Float]

  /// Wraps elements whose count is the product of `shape`.
  public init(shape: [Int], elements: [Float]) {
    precondition(
      shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == elements.count,
      "\(elements.count) elements do not fill shape \(shape)")
    self.shape = shape
    self.elements = elements
  }

  /// A tensor of one value everywhere.
  public init(shape: [Int], repeating value: Float = 0) {
    self.init(shape: shape, elements: Array(repeating: value, count: shape.reduce(1, *)))
  }

  /// The number of elements.
  public var count: Int { elements.count }
}
