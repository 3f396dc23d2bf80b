/// Encodes as merges were learned: of all pairs that are left the one of the lowest rank is joined,
/// the leftmost first, until none has a rank.
struct RankedMerger: PieceEncoder {
  /// Up to so many codes, looking at all pairs for the lowest rank is faster than keeping them in
  /// order.
  private static let shortPiece = 48

  private let ranks: PairRanks
  private var tokens = [UInt32](repeating: 0, count: shortPiece)
  private var values = [UInt64](repeating: 0, count: shortPiece)
  private var longPieces: MergeQueue

  /// Encodes by the merges that `ranks` ranks.
  init(_ ranks: PairRanks) {
    self.ranks = ranks
    longPieces = MergeQueue(ranks)
  }

  mutating func encode(
    _ codes: Span<UInt32>, _ range: Range<Int>, to output: inout OutputSpan<UInt32>
  ) {
    if range.count == 1 {
      output.append(codes[range.lowerBound])
    } else if range.count <= Self.shortPiece {
      Self.encodeShort(codes, range, ranks, &tokens, &values, to: &output)
    } else {
      longPieces.load(codes, range)
      longPieces.mergeAll()
      longPieces.write(to: &output)
    }
  }

  @inline(__always)
  private static func encodeShort(
    _ codes: Span<UInt32>, _ range: Range<Int>, _ ranks: PairRanks, _ tokens: inout [UInt32],
    _ values: inout [UInt64], to output: inout OutputSpan<UInt32>
  ) {
    var tokens = tokens.mutableSpan
    var values = values.mutableSpan
    var count = range.count
    tokens[0] = codes[range.lowerBound]
    for index in 1..<count {
      tokens[index] = codes[range.lowerBound + index]
      values[index - 1] = ranks.value(tokens[index - 1], tokens[index])
    }
    while true {
      var (best, lowest) = (0, PairRanks.none)
      for index in 0..<count - 1 where values[index] < lowest {
        (best, lowest) = (index, values[index])
      }
      if lowest == PairRanks.none { break }
      tokens[best] = PairRanks.result(lowest)
      count -= 1
      for index in best + 1..<max(count, best + 1) {
        tokens[index] = tokens[index + 1]
        values[index - 1] = values[index]
      }
      if best > 0 { values[best - 1] = ranks.value(tokens[best - 1], tokens[best]) }
      if best + 1 < count { values[best] = ranks.value(tokens[best], tokens[best + 1]) }
    }
    for index in 0..<count { output.append(tokens[index]) }
  }
}

/// The rank and the result of each pair that merges.
struct PairRanks: Sendable {
  /// The value of a pair that does not merge, above all others.
  static let none = PairMap.none

  private var map: PairMap

  /// Ranks the pairs of a table; of a pair that merges twice the later rank holds.
  init(_ table: MergeTable) {
    map = PairMap(capacity: table.merges.count)
    for (rank, merge) in table.merges.enumerated() {
      map.set(
        UInt64(rank) << 32 | UInt64(merge.result), for: PairKey.joined(merge.left, merge.right))
    }
  }

  /// The rank in the upper half and the result in the lower one, or ``none``.
  @inline(__always)
  func value(_ left: UInt32, _ right: UInt32) -> UInt64 {
    map.value(of: PairKey.joined(left, right))
  }

  /// The token that a pair of this value becomes.
  @inline(__always)
  static func result(_ value: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: value) }

  /// The rank of a pair of this value.
  @inline(__always)
  static func rank(_ value: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: value >> 32) }
}
