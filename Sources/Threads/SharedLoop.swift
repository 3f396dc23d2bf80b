/// A loop that several threads run together.
///
/// Each starts on a share of consecutive indices, so that from loop to loop the same memory meets the
/// same core's caches. Whoever is through takes the last indices of whoever has most left, so that a
/// core that others slow down does not hold up the loop.
final class SharedLoop: Sendable {
  private let shares: IndexShares
  private let body: @Sendable (Int) -> Void

  /// A loop over `0..<count` for so many participants.
  init(count: Int, participants: Int, body: @escaping @Sendable (Int) -> Void) {
    shares = IndexShares(count: count, shares: participants)
    self.body = body
  }

  /// Takes part, as the given one of the participants, until no index is left; what it calls sees
  /// one thread.
  func run(as participant: Int) {
    Parallel.$threadCount.withValue(1) {
      while let index = shares.first(of: participant) { body(index) }
      while let index = shares.lastOfTheLongest() { body(index) }
    }
  }
}
