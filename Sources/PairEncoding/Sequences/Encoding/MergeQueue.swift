import HeapModule

/// Tokens linked to their neighbours, and their pairs in a heap by rank and place: merging n codes
/// takes O(n log n).
struct MergeQueue {
  private static let end = UInt32.max

  private let ranks: PairRanks
  private var tokens: [UInt32] = []
  private var previous: [UInt32] = []
  private var next: [UInt32] = []
  /// The rank of the pair that begins at each place; `end` where there is none that merges.
  private var pairRanks: [UInt32] = []
  /// Rank and place of pairs; one that has changed since stays until it is the lowest.
  private var heap = Heap<UInt64>()
  /// Pairs that chance has set aside until another one has merged.
  private var setAside: [UInt64] = []

  /// Merges by the pairs that `ranks` ranks.
  init(_ ranks: PairRanks) {
    self.ranks = ranks
  }

  /// Takes up codes, fewer than 2^32 - 1.
  mutating func load(_ codes: Span<UInt32>, _ codeRanks: Span<UInt32>, _ range: Range<Int>) {
    let count = range.count
    setAside.removeAll(keepingCapacity: true)
    resize(to: count)
    for index in 0..<count {
      tokens[index] = codes[range.lowerBound + index]
      previous[index] = index == 0 ? Self.end : UInt32(truncatingIfNeeded: index - 1)
      next[index] = index + 1 == count ? Self.end : UInt32(truncatingIfNeeded: index + 1)
      pairRanks[index] = Self.end
    }
    var entries: [UInt64] = []
    for index in 0..<max(count - 1, 0) {
      let rank = codeRanks[range.lowerBound + index]
      guard rank < CodeJunctions.joinedLater else { continue }
      pairRanks[index] = rank
      entries.append(Self.entry(rank, index))
    }
    heap = Heap(entries)
  }

  /// Merges until no pair is left that does.
  mutating func mergeAll() {
    while let entry = heap.popMin() { merge(entry) }
  }

  /// Merges while setting pairs aside by chance: in each step every pair is set aside with the given
  /// probability, and the lowest of the others merges; the last step is the one that sets all aside.
  mutating func merge(settingAside probability: Double, _ random: inout SequenceRandom) {
    while let entry = heap.popMin() {
      guard isCurrent(entry) else { continue }
      if random.unitInterval() < probability {
        setAside.append(entry)
        continue
      }
      merge(entry)
      while let entry = setAside.popLast() { heap.insert(entry) }
    }
  }

  /// Writes the tokens that are left.
  func write(to output: inout OutputSpan<UInt32>) {
    var place = tokens.isEmpty ? Self.end : 0
    while place != Self.end {
      output.append(tokens[Int(place)])
      place = next[Int(place)]
    }
  }

  private mutating func resize(to count: Int) {
    Self.resize(&tokens, to: count)
    Self.resize(&previous, to: count)
    Self.resize(&next, to: count)
    Self.resize(&pairRanks, to: count)
  }

  private static func resize(_ array: inout [UInt32], to count: Int) {
    if array.count < count {
      array += repeatElement(0, count: count - array.count)
    } else {
      array.removeLast(array.count - count)
    }
  }

  private static func entry(_ rank: UInt32, _ place: Int) -> UInt64 {
    UInt64(rank) << 32 | UInt64(place)
  }

  private func isCurrent(_ entry: UInt64) -> Bool {
    pairRanks[Int(entry & 0xFFFF_FFFF)] == UInt32(truncatingIfNeeded: entry >> 32)
  }

  /// Joins the pair of an entry, unless it has changed since.
  private mutating func merge(_ entry: UInt64) {
    guard isCurrent(entry) else { return }
    let place = Int(entry & 0xFFFF_FFFF)
    let right = Int(next[place])
    tokens[place] = ranks.results[Int(entry >> 32)]
    pairRanks[right] = Self.end
    let after = next[right]
    next[place] = after
    if after != Self.end { previous[Int(after)] = UInt32(truncatingIfNeeded: place) }
    rank(place)
    if previous[place] != Self.end { rank(Int(previous[place])) }
  }

  /// Ranks the pair that begins at a place anew.
  private mutating func rank(_ place: Int) {
    pairRanks[place] = Self.end
    let right = next[place]
    guard right != Self.end else { return }
    let rank = ranks.rank(tokens[place], tokens[Int(right)])
    guard rank != PairRanks.noRank else { return }
    pairRanks[place] = rank
    heap.insert(Self.entry(rank, place))
  }
}
