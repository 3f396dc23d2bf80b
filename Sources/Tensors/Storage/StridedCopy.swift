import CKernels

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
      return walk(from: source, to: target, .replace)
    }
    let block = max(1, outermost * ElementBlocks.size / count)
    // Safe: blocks write different places of the target.
    nonisolated(unsafe) let (source, target) = (source, target)
    Parallel.forEachBlock(of: block, count: outermost) { range in
      var part = self
      part.extents[0] = range.count
      part.walk(
        from: source + range.lowerBound * sourceStrides[0],
        to: target + range.lowerBound * targetStrides[0], .replace)
    }
  }

  /// Adds every element of the walk to the target's, in the order of the walk.
  func add(_ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
    walk(from: source, to: target, .add)
  }

  /// Whether the last two axes are those of a matrix and its transpose, which has a kernel.
  private var endsInTransposition: Bool {
    guard let inner = extents.indices.last, inner > 0 else { return false }
    return targetStrides[inner] == 1 && sourceStrides[inner - 1] == 1 && sourceStrides[inner] > 1
  }

  private func walk(
    from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>,
    _ combine: Combination
  ) {
    guard !extents.contains(0) else { return }
    guard let innermost = extents.indices.last else {
      return combine.apply(1, from: source, stride: 1, to: target, stride: 1)
    }
    let transposes = combine == .replace && endsInTransposition
    var place = [Int](repeating: 0, count: extents.count)
    var (from, to) = (source, target)
    while true {
      if transposes {
        tessera_transpose(
          from, extents[innermost], extents[innermost - 1], sourceStrides[innermost], to,
          targetStrides[innermost - 1])
      } else {
        combine.apply(
          extents[innermost], from: from, stride: sourceStrides[innermost], to: to,
          stride: targetStrides[innermost])
      }
      var axis = innermost - (transposes ? 2 : 1)
      while axis >= 0 {
        place[axis] += 1
        from += sourceStrides[axis]
        to += targetStrides[axis]
        if place[axis] < extents[axis] { break }
        from -= sourceStrides[axis] * extents[axis]
        to -= targetStrides[axis] * extents[axis]
        place[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }

  /// What a copy does with the element that is there already.
  private enum Combination {
    /// The source's element takes its place.
    case replace
    /// The source's element is added to it.
    case add

    func apply(
      _ count: Int, from source: UnsafePointer<Float>, stride sourceStride: Int,
      to target: UnsafeMutablePointer<Float>, stride targetStride: Int
    ) {
      switch self {
      case .replace where sourceStride == 1 && targetStride == 1:
        target.update(from: source, count: count)
      case .replace:
        for index in 0..<count { target[index * targetStride] = source[index * sourceStride] }
      case .add where targetStride == 0:
        // In double: a float loses a small addend once the sum is 2²⁴ times as large.
        var sum = Double(target[0])
        for index in 0..<count { sum += Double(source[index * sourceStride]) }
        target[0] = Float(sum)
      case .add:
        for index in 0..<count { target[index * targetStride] += source[index * sourceStride] }
      }
    }
  }
}
