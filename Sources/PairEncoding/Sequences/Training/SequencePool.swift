import Threads
import TokenStreams

/// The different sequences of a corpus, each with how often it counts.
///
/// Sequences of fewer than two codes have no pair and are left out. Those of equal weight stand
/// together, so that a place in the corpus leads to its weight by a few comparisons.
struct SequencePool {
  /// A sequence of the corpus and how often it counts.
  struct Member {
    /// Which of the corpus' equal sequences stands for all, the first one.
    let index: Int
    /// The weights of all of them together.
    var weight: Int
  }

  /// The different sequences, by weight and then by index.
  let members: [Member]

  /// Pools the sequences of a corpus.
  ///
  /// - Parameters:
  ///   - sequences: the corpus.
  ///   - weights: how often each sequence counts, each at least 1; nil for once.
  init(_ sequences: TokenSequences, weights: [Int]?) {
    var members: [Member] = []
    // Open addressing; a slot holds a member's number plus one.
    let slotCount = 1 << (Int.bitWidth - sequences.count.leadingZeroBitCount + 1)
    var slots = [UInt32](repeating: 0, count: slotCount)
    let hashes = Self.hashes(of: sequences)
    for index in 0..<sequences.count {
      guard sequences.offsets[index + 1] - sequences.offsets[index] > 1 else { continue }
      let weight = weights?[index] ?? 1
      var slot = Int(truncatingIfNeeded: hashes[index]) & (slotCount - 1)
      while slots[slot] != 0 {
        let member = Int(slots[slot]) - 1
        let other = members[member].index
        if hashes[other] == hashes[index], sequences.areEqual(other, index) {
          members[member].weight += weight
          break
        }
        slot = (slot + 1) & (slotCount - 1)
      }
      guard slots[slot] == 0 else { continue }
      members.append(Member(index: index, weight: weight))
      slots[slot] = UInt32(members.count)
    }
    self.members = members.sorted { ($0.weight, $0.index) < ($1.weight, $1.index) }
  }

  private static func hashes(of sequences: TokenSequences) -> [UInt64] {
    let block = 256
    let blocks = Parallel.map(count: (sequences.count + block - 1) / block) { index in
      let span = sequences.tokens.span
      return (index * block..<min((index + 1) * block, sequences.count)).map { sequence in
        var hash: UInt64 = 0
        for place in sequences.offsets[sequence]..<sequences.offsets[sequence + 1] {
          hash = (hash ^ UInt64(span[place])) &* 0x9E37_79B9_7F4A_7C15
          hash ^= hash >> 32
        }
        return hash
      }
    }
    return blocks.flatMap { $0 }
  }
}

extension TokenSequences {
  /// Whether two sequences hold the same tokens.
  fileprivate func areEqual(_ one: Int, _ other: Int) -> Bool {
    let span = tokens.span
    let count = offsets[one + 1] - offsets[one]
    guard offsets[other + 1] - offsets[other] == count else { return false }
    return (0..<count).allSatisfy { span[offsets[one] + $0] == span[offsets[other] + $0] }
  }
}
