/// Merges a few codes at a time without branches that depend on them.
///
/// A window takes as many whole pieces as fit. Tokens stay where they begin; a bit for each place
/// says which are left, so that neighbours are found by counting bits, and all pairs are compared to
/// find the lowest. That is faster than keeping them in order: what costs time here is what the
/// processor cannot foresee.
struct MergeWindow {
  /// How many codes a window takes at most; no more than the bits of a mask.
  static let size = 32
  private static let placeBits: UInt64 = 6
  /// Below this are the keys of pairs that merge.
  private static let noKey = UInt64(PairRanks.noRank) << placeBits

  /// The token that begins at each place; behind the last place, one that never merges.
  private var tokens = [UInt32](repeating: .max, count: size + 1)
  /// Rank and place of the pair that begins at each place; at the end, where keys go that nobody
  /// needs.
  private var keys = [UInt64](repeating: 0, count: size + 1)
  /// The result of the pair that begins at each place.
  private var results = [UInt32](repeating: 0, count: size + 1)

  /// Writes the tokens of the first pieces in a range.
  ///
  /// - Returns: how many codes they have; 0 if the first one does not fit.
  mutating func encode(
    _ codes: Span<UInt32>, _ values: Span<UInt64>, _ range: Range<Int>, _ ranks: PairRanks,
    to output: inout OutputSpan<UInt32>
  ) -> Int {
    Self.encode(codes, values, range, ranks, &tokens, &keys, &results, to: &output)
  }

  @inline(__always)
  private static func encode(
    _ codes: Span<UInt32>, _ values: Span<UInt64>, _ range: Range<Int>, _ ranks: PairRanks,
    _ tokens: inout [UInt32], _ keys: inout [UInt64], _ results: inout [UInt32],
    to output: inout OutputSpan<UInt32>
  ) -> Int {
    var tokens = tokens.mutableSpan
    var keys = keys.mutableSpan
    var results = results.mutableSpan
    let offered = min(size, range.count)
    var ends: UInt64 = 0
    for place in 0..<offered {
      let value = values[range.lowerBound + place]
      tokens[place] = codes[range.lowerBound + place]
      keys[place] = key(value, place)
      results[place] = PairRanks.result(value)
      ends |= (value == CodeJunctions.apart ? 1 : 0) << UInt64(place)
    }
    let count = UInt64.bitWidth - ends.leadingZeroBitCount
    guard count > 0 else { return 0 }
    for place in count..<size { keys[place] = noKey }
    var left: UInt64 = ~0 >> UInt64(UInt64.bitWidth - count)
    while true {
      let lowest = lowest(keys)
      if lowest >= noKey { break }
      let place = Int(lowest & (1 << placeBits - 1))
      let behind = left & (~1 << UInt64(place))
      let joined = behind.trailingZeroBitCount
      let before = left & ~(~0 << UInt64(place))
      let rest = behind & (behind &- 1)
      let afterPlace = rest == 0 ? size : rest.trailingZeroBitCount
      let beforePlace = before == 0 ? size : UInt64.bitWidth - 1 - before.leadingZeroBitCount
      left &= ~(1 << UInt64(joined))
      keys[joined] = noKey
      tokens[place] = results[place]
      let after = ranks.value(tokens[place], tokens[afterPlace])
      keys[place] = key(after, place)
      results[place] = PairRanks.result(after)
      let value = ranks.value(tokens[beforePlace], tokens[place])
      keys[beforePlace] = key(value, beforePlace)
      results[beforePlace] = PairRanks.result(value)
    }
    while left != 0 {
      output.append(tokens[left.trailingZeroBitCount])
      left &= left &- 1
    }
    return count
  }

  @inline(__always)
  private static func key(_ value: UInt64, _ place: Int) -> UInt64 {
    (value >> 32) << placeBits | UInt64(place)
  }

  /// The lowest key; four chains of comparisons run side by side.
  @inline(__always)
  private static func lowest(_ keys: borrowing MutableSpan<UInt64>) -> UInt64 {
    var (a, b, c, d) = (UInt64.max, UInt64.max, UInt64.max, UInt64.max)
    var place = 0
    while place < size {
      a = min(a, min(keys[place], keys[place + 1]))
      b = min(b, min(keys[place + 2], keys[place + 3]))
      c = min(c, min(keys[place + 4], keys[place + 5]))
      d = min(d, min(keys[place + 6], keys[place + 7]))
      place += 8
    }
    return min(min(a, b), min(c, d))
  }
}
