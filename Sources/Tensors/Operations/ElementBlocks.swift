/// Elementwise work in fixed blocks, on all threads when there is enough of it.
enum ElementBlocks {
  /// Elements in a block: 64 KiB, so that a block stays in the nearest cache but one.
  static let size = 1 << 14

  static func forEach(count: Int, _ body: (Range<Int>) -> Void) {
    withoutActuallyEscaping(body) { body in
      // Safe: each block touches its own elements, and all are done before this returns.
      nonisolated(unsafe) let body = body
      Parallel.forEachBlock(of: size, count: count) { body($0) }
    }
  }
}

extension UnsafeBufferPointer<Float> {
  /// Where a range starts; nil when the buffer is empty.
  func start(at range: Range<Int>) -> UnsafePointer<Float>? {
    precondition(range.upperBound <= count, "\(range) of \(count) elements")
    return baseAddress.map { $0 + range.lowerBound }
  }
}

extension UnsafeMutableBufferPointer<Float> {
  /// Where a range starts; nil when the buffer is empty.
  func start(at range: Range<Int>) -> UnsafeMutablePointer<Float>? {
    precondition(range.upperBound <= count, "\(range) of \(count) elements")
    return baseAddress.map { $0 + range.lowerBound }
  }
}
