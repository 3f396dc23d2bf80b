/// Encodes as merges were learned: of all pairs that are left the one of the lowest rank is joined,
/// the leftmost first, until none has a rank.
struct RankedMerger: RunEncoder {
  /// Nil for tables that are too large for its compact ranks.
  private let shortPieces: ShortPieceMerger?
  private var longPieces: MergeQueue

  /// Encodes by the merges of a table, which `ranks` ranks.
  init(_ shortPieces: ShortPieceMerger?, _ ranks: PairRanks) {
    self.shortPieces = shortPieces
    longPieces = MergeQueue(ranks)
  }

  mutating func encode(
    _ codes: Span<UInt32>, _ ranks: Span<UInt32>, _ range: Range<Int>,
    to output: inout OutputSpan<UInt32>
  ) {
    var place = range.lowerBound
    while place < range.upperBound {
      let taken = shortPieces?.encode(codes, ranks, place..<range.upperBound, to: &output) ?? 0
      place += taken
      guard taken == 0 else { continue }
      // A piece that is too long for that.
      var end = place + 1
      while ranks[end - 1] != CodeJunctions.apart { end += 1 }
      longPieces.load(codes, ranks, place..<end)
      longPieces.mergeAll()
      longPieces.write(to: &output)
      place = end
    }
  }
}
