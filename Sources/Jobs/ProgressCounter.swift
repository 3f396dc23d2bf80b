import Synchronization

/// Counts finished items from several threads and tells a listener.
final class ProgressCounter: Sendable {
  private let finished = Mutex(0)
  private let total: Int
  private let listener: @Sendable (Double) -> Void

  /// Tells `listener` the fraction of `total` items that are done.
  init(total: Int, listener: @escaping @Sendable (Double) -> Void) {
    self.total = total
    self.listener = listener
  }

  /// Counts one more item.
  func countOne() {
    finished.withLock { finished in
      finished += 1
      listener(Double(finished) / Double(max(total, 1)))
    }
  }
}
