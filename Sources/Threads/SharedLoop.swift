import Synchronization

/// A loop whose indices several threads take one after the other, until none is left.
final class SharedLoop: Sendable {
  private let next = Atomic(0)
  private let count: Int
  private let body: @Sendable (Int) -> Void

  init(count: Int, body: @escaping @Sendable (Int) -> Void) {
    self.count = count
    self.body = body
  }

  /// Takes part until no index is left; what it calls sees one thread.
  func run() {
    Parallel.$threadCount.withValue(1) {
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        body(index)
      }
    }
  }
}
