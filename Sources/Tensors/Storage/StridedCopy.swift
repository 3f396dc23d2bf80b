import CKernels
import Threads

/// Copies between row-major blocks and strided views of them: what permuting, broadcasting, slicing
/// and padding have in common.
///
/// Both sides are described by one stride an axis, in elements; a stride of 0 repeats an element.
struct StridedCopy {
  private var extents: [Int]
  private var targetStrides: [Int]
  private var sourceStrides: [Int]

  /// A walk over `extents`, outermost first.
  init(extents: [Int], targetStrides: [Int], sourceStrides: [Int]) {
    precondition(
      extents.count == targetStrides.count && extents.count == sourceStrides.count,
      "\(extents.count) axes with \(targetStrides.count) and \(sourceStrides.count) strides")
    self.extents = []
    self.targetStrides = []
    self.sourceStrides = []
    for axis in extents.indices where extents[axis] != 1 {
      append(extents[axis], targetStrides[axis], sourceStrides[axis])
    }
  }

  /// Adds an inner axis, as a continuation of the one before where both sides allow it.
  private mutating func append(_ extent: Int, _ target: Int, _ source: Int) {
    if let outer = extents.indices.last, targetStrides[outer] == target * extent,
      sourceStrides[outer] == source * extent
    {
      extents[outer] *= extent
      targetStrides[outer] = target
      sourceStrides[outer] = source
    } else {
      extents.append(extent)
      targetStrides.append(target)
      sourceStrides.append(source)
    }
  }

  /// Strides of a row-major block.
  static func rowMajorStrides(_ shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    return strides
  }

  /// Copies every element of the walk, on all threads where there are many.
  ///
  /// The caller has checked that every place of the walk lies within both blocks, and that no place
  /// of the target is met twice.
  func run(from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
    let count = extents.reduce(1, *)
    guard let outermost = extents.first, extents.count > 1, count > ElementBlocks.size else {
      return copy(from: source, to: target)
    }
    let block = max(1, outermost * ElementBlocks.size / count)
    // Safe: blocks write different places of the target.
    nonisolated(unsafe) let (source, target) = (source, target)
    Parallel.forEachBlock(of: block, count: outermost) { range in
      var part = self
      part.extents[0] = range.count
      part.copy(
        from: source + range.lowerBound * sourceStrides[0],
        to: target + range.lowerBound * targetStrides[0])
    }
  }

  /// Adds every element of the walk to the target's, in the order of the walk and in double
  /// precision: a float loses a small addend once the sum is 2²⁴ times as large.
  func add(_ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Double>) {
    let (extent, from, to) = innermost
    forEachRun(ofAxes: 1) { sourceOffset, targetOffset in
      let (source, target) = (source + sourceOffset, target + targetOffset)
      if to == 0 {
        var sum = target[0]
        for index in 0..<extent { sum += Double(source[index * from]) }
        target[0] = sum
      } else {
        for index in 0..<extent { target[index * to] += Double(source[index * from]) }
      }
    }
  }

  private func copy(from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
    let (extent, from, to) = innermost
    if endsInTransposition {
      let outer = extents.count - 2
      forEachRun(ofAxes: 2) {
        tessera_transpose(
          source + $0, extent, extents[outer], from, target + $1, targetStrides[outer])
      }
    } else if from == 1 && to == 1 {
      forEachRun(ofAxes: 1) { (target + $1).update(from: source + $0, count: extent) }
    } else {
      forEachRun(ofAxes: 1) {
        let (source, target) = (source + $0, target + $1)
        for index in 0..<extent { target[index * to] = source[index * from] }
      }
    }
  }

  /// The last axis; a walk without axes has one element.
  private var innermost: (extent: Int, sourceStride: Int, targetStride: Int) {
    guard let axis = extents.indices.last else { return (1, 1, 1) }
    return (extents[axis], sourceStrides[axis], targetStrides[axis])
  }

  /// Whether the last two axes are those of a matrix and its transpose, which has a kernel.
  private var endsInTransposition: Bool {
    guard let inner = extents.indices.last, inner > 0 else { return false }
    return targetStrides[inner] == 1 && sourceStrides[inner - 1] == 1 && sourceStrides[inner] > 1
  }

  /// Calls `body` wherever the last `axes` axes start, with the places in source and target.
  private func forEachRun(ofAxes axes: Int, _ body: (_ source: Int, _ target: Int) -> Void) {
    guard !extents.contains(0) else { return }
    let last = extents.count - axes - 1
    var place = [Int](repeating: 0, count: extents.count)
    var (source, target) = (0, 0)
    while true {
      body(source, target)
      var axis = last
      while axis >= 0 {
        place[axis] += 1
        source += sourceStrides[axis]
        target += targetStrides[axis]
        if place[axis] < extents[axis] { break }
        source -= sourceStrides[axis] * extents[axis]
        target -= targetStrides[axis] * extents[axis]
        place[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
