import CKernels

/// Merges short pieces, in a kernel that looks at all pairs of a piece at once.
///
/// That is faster than keeping them in order: what costs time here is what the processor cannot
/// foresee, and what it must wait for.
struct ShortPieceMerger {
  private let ranks: CompactRanks
  /// The token that each merge makes, by rank.
  private let results: [UInt32]
  /// The one behind the last token.
  private let neverMerging: UInt32

  /// Merges by a table; nil if it is too large.
  init?(_ table: MergeTable) {
    guard
      var ranks = CompactRanks(
        pairCount: table.merges.count, tokenCount: table.tokenCount + 1)
    else { return nil }
    for (rank, merge) in table.merges.enumerated() {
      ranks.set(UInt64(rank), merge.left, merge.right)
    }
    self.ranks = ranks
    results = table.merges.map(\.result)
    neverMerging = UInt32(table.tokenCount)
  }

  /// Writes the tokens of the first pieces in a range, up to the first one that is too long.
  ///
  /// - Returns: how many codes they have; 0 if the first one is too long.
  func encode(
    _ codes: Span<UInt32>, _ ranks: Span<UInt32>, _ range: Range<Int>,
    to output: inout OutputSpan<UInt32>
  ) -> Int {
    precondition(output.freeCapacity >= range.count, "a token for each code must fit")
    let (codes, ranks) = (codes.extracting(range), ranks.extracting(range))
    return unsafe output.withUnsafeMutableBufferPointer { tokens, tokenCount in
      unsafe codes.withUnsafeBufferPointer { codes in
        unsafe ranks.withUnsafeBufferPointer { ranks in
          unsafe self.ranks.withSlots { slots, mask in
            unsafe results.withUnsafeBufferPointer { results in
              let table = unsafe tessera_pair_table(
                slots: slots, mask: mask, results: results.baseAddress, never_merging: neverMerging)
              var written = 0
              let taken = unsafe tessera_merge_pieces(
                codes.baseAddress, ranks.baseAddress, codes.count, table,
                tokens.baseAddress?.advanced(by: tokenCount), &written)
              tokenCount += written
              return taken
            }
          }
        }
      }
    }
  }
}
