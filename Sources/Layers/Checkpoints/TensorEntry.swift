/// A tensor's element type, shape and place in its file.
public struct TensorEntry: Equatable, Sendable {
  /// What the elements are.
  public let elementType: ElementType
  /// Extents, outermost first.
  public let shape: [Int]
  /// How many elements lie between neighbours along each axis.
  package let strides: [Int]
  /// Where the first element begins, in bytes from the start of the file.
  package let start: Int

  /// A view of elements anywhere in the file, every one of which the caller has checked.
  init(elementType: ElementType, shape: [Int], strides: [Int], start: Int) {
    self.elementType = elementType
    self.shape = shape
    self.strides = strides
    self.start = start
  }

  /// A tensor in row-major order without gaps.
  init(elementType: ElementType, shape: [Int], start: Int) {
    self.init(
      elementType: elementType, shape: shape, strides: Self.rowMajorStrides(shape), start: start)
  }

  /// The number of elements.
  public var count: Int { shape.contains(0) ? 0 : shape.reduce(1, *) }

  /// Whether the elements follow each other in row-major order without gaps.
  package var isContiguous: Bool {
    count == 0
      || zip(shape, zip(strides, Self.rowMajorStrides(shape))).allSatisfy { extent, strides in
        extent == 1 || strides.0 == strides.1
      }
  }

  /// The bytes from the first element to behind the last one.
  package var range: Range<Int> {
    guard count > 0 else { return start..<start }
    let last = zip(shape, strides).reduce(0) { $0 + ($1.0 - 1) * $1.1 }
    return start..<start + (last + 1) * elementType.byteCount
  }

  // A shape without elements may have any extents beside its zero; the strides are never used then.
  private static func rowMajorStrides(_ shape: [Int]) -> [Int] {
    var strides: [Int] = []
    var stride = 1
    for extent in shape.reversed() {
      strides.append(stride)
      stride = stride &* extent
    }
    return strides.reversed()
  }
}
