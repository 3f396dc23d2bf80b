/// Walks through a view's elements in row-major order, one row along the last axis at a time.
///
/// A tensor without gaps is a single row.
struct ElementRows {
  /// Elements in a row.
  let length: Int
  /// How many elements lie between neighbours of a row.
  let stride: Int
  private let extents: [Int]
  private let strides: [Int]
  private var position: [Int]
  private var first: Int?

  /// Starts before the first row; a tensor of no elements has no rows.
  init(_ entry: TensorEntry) {
    let axes = entry.isContiguous ? ([entry.count], [1]) : (entry.shape, entry.strides)
    length = axes.0.last ?? 1
    stride = axes.1.last ?? 1
    extents = Array(axes.0.dropLast())
    strides = Array(axes.1.dropLast())
    position = Array(repeating: 0, count: extents.count)
    first = entry.count > 0 ? 0 : nil
  }

  /// Where the next row begins, in elements from the view's first one, or nil after the last row.
  mutating func next() -> Int? {
    guard let current = first else { return nil }
    first = advanced(current)
    return current
  }

  private mutating func advanced(_ current: Int) -> Int? {
    var offset = current
    for axis in extents.indices.reversed() {
      position[axis] += 1
      offset += strides[axis]
      if position[axis] < extents[axis] { return offset }
      offset -= extents[axis] * strides[axis]
      position[axis] = 0
    }
    return nil
  }
}
