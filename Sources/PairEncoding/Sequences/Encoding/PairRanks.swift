/// The rank and the result of each pair that merges.
struct PairRanks: Sendable {
  /// The rank of a pair that does not merge.
  static let noRank = UInt32.max

  /// The token that each merge makes, by rank.
  let results: [UInt32]
  private var map: PairMap

  /// Ranks the pairs of a table; of a pair that merges twice the later rank holds.
  init(_ table: MergeTable) {
    results = table.merges.map(\.result)
    map = PairMap(capacity: table.merges.count)
    for (rank, merge) in table.merges.enumerated() {
      map.set(UInt64(rank), for: PairKey.joined(merge.left, merge.right))
    }
  }

  /// The rank of a pair, or ``noRank``.
  @inline(__always)
  func rank(_ left: UInt32, _ right: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: map.value(of: PairKey.joined(left, right)))
  }
}
