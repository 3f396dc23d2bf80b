/// The rank and the result of each pair that merges.
struct PairRanks: Sendable {
  /// The value of a pair that does not merge, above all others.
  static let none = PairMap.none
  /// The rank of a pair that does not merge.
  static let noRank = UInt32.max

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
