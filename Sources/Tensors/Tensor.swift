/// A dense array of 32-bit floats in row-major order, with value semantics.
///
/// The elements lie in one contiguous block (``TensorStorage``) that tensors share until one of them
/// is changed; weights of a mapped file are lent to a tensor without a copy. Operations are methods
/// and operators that return new tensors, so a model's forward pass reads as an expression. They
/// record nothing unless one of their operands is ``traced()``: then the result remembers how
/// gradients flow back through it (`Gradients/`). Pictures are `[batch, height, width, channels]`,
/// sequences `[batch, position, channels]`.
///
/// Shapes that disagree are errors of the program and stop it with a message that names both; what
/// comes from a file or a command line is checked before it gets here.
public struct Tensor: Sendable {
  /// Extents, outermost first; `[]` is a scalar.
  public let shape: [Int]
  /// How the tensor was computed, when an operand was traced.
  let trace: Trace?
  var storage: TensorStorage

  init(shape: [Int], storage: TensorStorage, trace: Trace? = nil) {
    precondition(
      shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == storage.count,
      "\(storage.count) elements do not fill shape \(shape)")
    self.shape = shape
    self.storage = storage
    self.trace = trace
  }

  /// Wraps elements whose count is the product of `shape`.
  public init(shape: [Int], elements: [Float]) {
    self.init(shape: shape, storage: TensorStorage(elements))
  }

  /// A tensor of one value everywhere.
  public init(shape: [Int], repeating value: Float = 0) {
    self.init(shape: shape) { $0.initialize(repeating: value) }
  }

  /// A tensor whose elements `fill` writes, every one of them.
  package init(shape: [Int], _ fill: (UnsafeMutableBufferPointer<Float>) throws -> Void) rethrows {
    let storage = TensorStorage(count: shape.reduce(1, *))
    try fill(storage.elements)
    self.init(shape: shape, storage: storage)
  }

  /// A tensor over memory that `owner` keeps alive and nobody writes, such as a mapped file.
  ///
  /// - Parameters:
  ///   - shape: extents, outermost first.
  ///   - elements: the memory, aligned for 32-bit floats.
  ///   - owner: what keeps the memory alive.
  ///   - release: tells the owner that the pages may leave memory until they are next read.
  package init(
    shape: [Int], lending elements: UnsafeBufferPointer<Float>, owner: any AnyObject & Sendable,
    release: (@Sendable () -> Void)? = nil
  ) {
    self.init(
      shape: shape, storage: TensorStorage(lending: elements, owner: owner, release: release))
  }

  /// The number of elements.
  public var count: Int { storage.count }

  /// The elements as an array, last axis fastest; reading and writing it copies them.
  public var elements: [Float] {
    get { Array(storage.elements) }
    set { self = Tensor(shape: shape, elements: newValue) }
  }

  /// Lends the elements to `body`.
  package func withUnsafeElements<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(storage) {
      try body(UnsafeBufferPointer(storage.elements))
    }
  }

  /// Lends the elements to `body` for change; a tensor that shares them gets its own first.
  package mutating func withUnsafeMutableElements<Result>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    precondition(trace == nil, "a traced tensor cannot be changed in place; use an operation")
    if !storage.isOwned || !isKnownUniquelyReferenced(&storage) {
      storage = TensorStorage(copying: storage)
    }
    return try withExtendedLifetime(storage) { try body(storage.elements) }
  }
}

extension Tensor: Equatable {
  /// Whether shapes and elements are equal; how the tensors were computed does not matter.
  public static func == (one: Tensor, other: Tensor) -> Bool {
    one.shape == other.shape
      && (one.storage === other.storage
        && one.storage.elements.allSatisfy { !$0.isNaN }
        || one.storage.elements.elementsEqual(other.storage.elements))
  }
}
