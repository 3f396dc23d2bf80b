/// Encodes as merges were learned: of all pairs that are left the one of the lowest rank is joined,
/// the leftmost first, until none has a rank.
struct RankedMerger: RunEncoder {
  private let ranks: PairRanks
  private var windows = MergeWindow()
  private var longPieces: MergeQueue

  /// Encodes by the merges that `ranks` ranks.
  init(_ ranks: PairRanks) {
    self.ranks = ranks
    longPieces = MergeQueue(ranks)
  }

  mutating func encode(
    _ codes: Span<UInt32>, _ values: Span<UInt64>, _ range: Range<Int>,
    to output: inout OutputSpan<UInt32>
  ) {
    var place = range.lowerBound
    while place < range.upperBound {
      let taken = windows.encode(codes, values, place..<range.upperBound, ranks, to: &output)
      place += taken
      guard taken == 0 else { continue }
      // A piece that is longer than a window.
      var end = place + MergeWindow.size
      while values[end - 1] != CodeJunctions.apart { end += 1 }
      longPieces.load(codes, values, place..<end)
      longPieces.mergeAll()
      longPieces.write(to: &output)
      place = end
    }
  }
}
