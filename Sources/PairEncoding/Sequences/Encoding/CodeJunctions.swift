/// What becomes of two base codes side by side: whether a token can hold both, and whether they
/// merge.
///
/// Where no token can hold both, none reaches across, whatever the way of encoding. So sequences
/// fall into pieces that have nothing to do with each other, most of them short.
struct CodeJunctions: Sendable {
  /// The value of two codes that no token holds side by side.
  static let apart = PairMap.none
  /// The value of two codes that only longer tokens join: no rank, as in ``PairRanks/none``.
  private static let joinedLater = UInt64(UInt32.max) << 32

  private var map: PairMap

  /// Collects the codes at the joints of a table's merges.
  init(_ table: MergeTable, _ ranks: PairRanks) {
    map = PairMap(capacity: table.merges.count)
    for merge in table.merges {
      guard let left = table.codes(of: merge.left).last,
        let right = table.codes(of: merge.right).first
      else { continue }
      let value = ranks.value(left, right)
      map.set(value == PairRanks.none ? Self.joinedLater : value, for: PairKey.joined(left, right))
    }
  }

  /// The value of ``PairRanks`` where two codes merge; else one without a rank, ``apart`` where no
  /// token holds both.
  @inline(__always)
  func value(_ left: UInt32, _ right: UInt32) -> UInt64 {
    map.value(of: PairKey.joined(left, right))
  }
}
