import Synchronization

/// The indices `0..<count` in consecutive shares, taken from both ends by several threads.
// Unchecked: shares are atomic.
final class IndexShares: @unchecked Sendable {
  // What is left of a share: its start in the upper half, its end in the lower. Shares stand on
  // cache lines of their own, since their owners write them all the time.
  private let shares: UnsafeMutableBufferPointer<Atomic<UInt64>>
  private let shareCount: Int

  private static let lineLength = 64 / MemoryLayout<UInt64>.stride

  init(count: Int, shares shareCount: Int) {
    precondition(count <= UInt32.max, "\(count) indices are more than one loop shares out")
    self.shareCount = shareCount
    shares = .allocate(capacity: shareCount * Self.lineLength)
    for index in shares.indices {
      let share = index / Self.lineLength
      let range = count * share / shareCount..<count * (share + 1) / shareCount
      shares.initializeElement(at: index, to: Atomic(Self.word(range)))
    }
  }

  deinit {
    shares.deinitialize()
    shares.deallocate()
  }

  /// Takes the first index that is left of a share.
  func first(of share: Int) -> Int? {
    taken(from: share) { ($0.lowerBound, $0.dropFirst()) }
  }

  /// Takes the last index of the share of which most is left.
  func lastOfTheLongest() -> Int? {
    while let longest = (0..<shareCount).max(by: { left(of: $0).count < left(of: $1).count }) {
      if let index = taken(from: longest, { ($0.upperBound - 1, $0.dropLast()) }) { return index }
      if (0..<shareCount).allSatisfy({ left(of: $0).isEmpty }) { return nil }
    }
    return nil
  }

  private func left(of share: Int) -> Range<Int> {
    Self.range(shares[share * Self.lineLength].load(ordering: .relaxed))
  }

  private func taken(
    from share: Int, _ take: (Range<Int>) -> (index: Int, rest: Range<Int>)
  ) -> Int? {
    let place = share * Self.lineLength
    var word = shares[place].load(ordering: .relaxed)
    while true {
      let range = Self.range(word)
      guard !range.isEmpty else { return nil }
      let (index, rest) = take(range)
      let (exchanged, original) = shares[place].weakCompareExchange(
        expected: word, desired: Self.word(rest), ordering: .relaxed)
      if exchanged { return index }
      word = original
    }
  }

  private static func word(_ range: Range<Int>) -> UInt64 {
    UInt64(range.lowerBound) << 32 | UInt64(range.upperBound)
  }

  private static func range(_ word: UInt64) -> Range<Int> {
    Int(word >> 32)..<Int(word & 0xffff_ffff)
  }
}
