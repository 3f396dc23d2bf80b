/// Merges a few codes at a time without branches that depend on them.
///
/// A window takes as many whole pieces as fit. Tokens stay where they begin; a bit for each place
/// says which are left, so that neighbours are found by counting bits, and all pairs are compared to
/// find the lowest. That is faster than keeping them in order: what costs time here is what the
/// processor cannot foresee.
struct MergeWindow {
  /// How many codes a window takes at most; no more than the bits of a mask.
  private static let size = 32
  private static let placeBits: UInt64 = 6
  /// Below this are the keys of pairs that merge.
  private static let noKey = CompactRanks.noRank << placeBits

  private let ranks: CompactRanks
  /// The token that each merge makes, by rank.
  private let results: [UInt32]
  /// The token that begins at each place; behind the last place, one that never merges.
  private var tokens = InlineArray<33, UInt32>(repeating: 0)
  /// Rank and place of the pair that begins at each place; at the end, where keys go that nobody
  /// needs.
  private var keys = InlineArray<33, UInt64>(repeating: 0)

  /// Merges by a table; nil if it is too large.
  init?(_ table: MergeTable) {
    // The token that never merges is the one behind the last.
    guard
      var ranks = CompactRanks(
        pairCount: table.merges.count, tokenCount: table.tokenCount + 1)
    else { return nil }
    for (rank, merge) in table.merges.enumerated() {
      ranks.set(UInt64(rank), merge.left, merge.right)
    }
    self.ranks = ranks
    results = table.merges.map(\.result)
    tokens[Self.size] = UInt32(table.tokenCount)
  }

  /// Writes the tokens of the first pieces in a range.
  ///
  /// - Returns: how many codes they have; 0 if the first one does not fit.
  mutating func encode(
    _ codes: Span<UInt32>, _ ranks: Span<UInt32>, _ range: Range<Int>,
    to output: inout OutputSpan<UInt32>
  ) -> Int {
    let count = load(codes, ranks, range)
    guard count > 0 else { return 0 }
    var left = Self.mergeAll(count, self.ranks, results, &tokens, &keys)
    let tokens = tokens.span
    while left != 0 {
      output.append(tokens[left.trailingZeroBitCount])
      left &= left &- 1
    }
    return count
  }

  /// Takes up as many whole pieces as fit.
  ///
  /// - Returns: how many codes they have.
  private mutating func load(
    _ codes: Span<UInt32>, _ ranks: Span<UInt32>, _ range: Range<Int>
  ) -> Int {
    var ends: UInt64 = 0
    var tokens = tokens.mutableSpan
    for place in 0..<min(Self.size, range.count) {
      tokens[place] = codes[range.lowerBound + place]
      ends |= (ranks[range.lowerBound + place] == CodeJunctions.apart ? 1 : 0) << UInt64(place)
    }
    let count = UInt64.bitWidth - ends.leadingZeroBitCount
    var keys = keys.mutableSpan
    for place in 0..<count {
      keys[place] =
        min(UInt64(ranks[range.lowerBound + place]), CompactRanks.noRank) << Self.placeBits
        | UInt64(place)
    }
    for place in count..<Self.size { keys[place] = Self.noKey }
    return count
  }

  /// Merges until no pair is left that does.
  ///
  /// - Returns: a bit for each place where a token begins.
  @inline(__always)
  private static func mergeAll(
    _ count: Int, _ ranks: CompactRanks, _ results: [UInt32],
    _ tokens: inout InlineArray<33, UInt32>, _ keys: inout InlineArray<33, UInt64>
  ) -> UInt64 {
    var tokens = tokens.mutableSpan
    var keys = keys.mutableSpan
    var left: UInt64 = ~0 >> UInt64(UInt64.bitWidth - count)
    while true {
      let lowest = lowest(keys)
      if lowest >= noKey { return left }
      let place = Int(lowest & (1 << placeBits - 1))
      let behind = left & (~1 << UInt64(place))
      let rest = behind & (behind &- 1)
      let before = left & ~(~0 << UInt64(place))
      let joinedPlace = behind.trailingZeroBitCount
      let afterPlace = rest == 0 ? size : rest.trailingZeroBitCount
      let beforePlace = before == 0 ? size : UInt64.bitWidth - 1 - before.leadingZeroBitCount
      let token = results[Int(lowest >> placeBits)]
      left &= ~(1 << UInt64(joinedPlace))
      keys[joinedPlace] = noKey
      tokens[place] = token
      keys[place] = key(ranks.slot(token, tokens[afterPlace]), place)
      keys[beforePlace] = key(ranks.slot(tokens[beforePlace], token), beforePlace)
    }
  }

  @inline(__always)
  private static func key(_ slot: UInt64, _ place: Int) -> UInt64 {
    CompactRanks.rank(ofSlot: slot) << placeBits | UInt64(place)
  }

  /// The lowest key; four chains of comparisons run side by side.
  ///
  /// All places are below ``size``, so none is checked: checks would be half of the work.
  @inline(__always)
  private static func lowest(_ keys: borrowing MutableSpan<UInt64>) -> UInt64 {
    var (a, b, c, d) = (UInt64.max, UInt64.max, UInt64.max, UInt64.max)
    var place = 0
    while place < size {
      unsafe a = min(a, min(keys[unchecked: place], keys[unchecked: place + 1]))
      unsafe b = min(b, min(keys[unchecked: place + 2], keys[unchecked: place + 3]))
      unsafe c = min(c, min(keys[unchecked: place + 4], keys[unchecked: place + 5]))
      unsafe d = min(d, min(keys[unchecked: place + 6], keys[unchecked: place + 7]))
      place += 8
    }
    return min(min(a, b), min(c, d))
  }
}
