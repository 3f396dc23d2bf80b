/// Places where merges could be made, lowest rank first, in the order they were added within one rank.
///
/// Ranks are taken in ascending order and none is added that is not above the one taken last, so a set of
/// bits that is walked once finds the next.
struct RankQueue {
  private struct Entry {
    var anchor: UInt32
    var next: UInt32
  }

  private var entries: [Entry] = []
  /// The first and the last entry of each rank, one more than its index; 0 for none.
  private var heads: [UInt32]
  private var tails: [UInt32]
  /// One bit a rank that has entries, and one bit a word of those that is not 0.
  private var words: [UInt64]
  private var wordSets: [UInt64]
  private var position = 0

  init(rankCount: Int) {
    heads = Array(repeating: 0, count: rankCount)
    tails = heads
    words = Array(repeating: 0, count: rankCount / 64 + 1)
    wordSets = Array(repeating: 0, count: words.count / 64 + 1)
  }

  /// Adds a place where a merge could be made.
  mutating func add(rank: UInt32, anchor: UInt32) {
    let rank = Int(rank)
    entries.append(Entry(anchor: anchor, next: 0))
    let entry = UInt32(truncatingIfNeeded: entries.count)
    if heads[rank] == 0 {
      heads[rank] = entry
      words[rank >> 6] |= 1 << UInt64(rank & 63)
      wordSets[rank >> 12] |= 1 << UInt64(rank >> 6 & 63)
    } else {
      entries[Int(tails[rank]) - 1].next = entry
    }
    tails[rank] = entry
  }

  /// Takes the lowest rank and its first entry.
  ///
  /// Nil when there is none; the queue is then as new.
  mutating func takeLowest() -> (rank: Int, entry: UInt32)? {
    while position < wordSets.count, wordSets[position] == 0 { position += 1 }
    guard position < wordSets.count else {
      entries.removeAll(keepingCapacity: true)
      position = 0
      return nil
    }
    let word = position << 6 + wordSets[position].trailingZeroBitCount
    let rank = word << 6 + words[word].trailingZeroBitCount
    words[word] &= words[word] &- 1
    if words[word] == 0 { wordSets[position] &= wordSets[position] &- 1 }
    defer { heads[rank] = 0 }
    return (rank, heads[rank])
  }

  /// The anchor of an entry, and the entry of the same rank that was added next, or 0.
  func place(of entry: UInt32) -> (anchor: Int, next: UInt32) {
    let held = entries[Int(entry) - 1]
    return (Int(held.anchor), held.next)
  }
}
