import Threads

/// Elementwise work in fixed blocks, on all threads when there is enough of it.
enum ElementBlocks {
  /// Elements in a block: 64 KiB, so that a block stays in the nearest cache but one.
  static let size = 1 << 14
  /// Up to so many elements one thread is done before a second one has woken.
  private static let countForOneThread = 1 << 18

  /// Calls `body` for blocks of `block` out of `count` things of `elements` elements each, on all
  /// threads when that is worth it.
  static func forEach(
    of block: Int, count: Int, elements: Int, _ body: @Sendable (Range<Int>) -> Void
  ) {
    guard count * elements > countForOneThread else {
      for start in stride(from: 0, to: count, by: block) { body(start..<min(start + block, count)) }
      return
    }
    Parallel.forEachBlock(of: block, count: count, body)
  }

  static func forEach(count: Int, _ body: (Range<Int>) -> Void) {
    withoutActuallyEscaping(body) { body in
      // Safe: each block touches its own elements, and all are done before this returns.
      nonisolated(unsafe) let body = body
      forEach(of: size, count: count, elements: 1) { body($0) }
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
