import CKernels

/// Ranks by pair in half the memory of a ``PairMap``, for tables that are not too large: what is
/// looked up once for each code and twice for each merge should stay in the processor's cache.
struct CompactRanks: Sendable {
  /// The rank of a pair that is not there, or that is there without a rank.
  static let noRank: UInt64 = 1 << rankBits - 1
  /// What ``slot(_:_:)`` gives for a pair that is not there.
  static let absent = UInt64.max

  private static let rankBits = UInt64(TESSERA_RANK_BITS)
  private static let tokenBits = UInt64(TESSERA_TOKEN_BITS)

  /// Pair and rank; ``absent`` where there is none.
  private var slots: [UInt64]

  /// An empty map for so many pairs of tokens below `tokenCount`; nil where they do not fit.
  init?(pairCount: Int, tokenCount: Int) {
    // The last rank stands for none; the last pair would look like an empty slot.
    guard pairCount < Self.noRank, tokenCount < 1 << Self.tokenBits else { return nil }
    // Six slots a pair: each collision is a branch that the processor did not foresee.
    slots = Array(repeating: Self.absent, count: PairMap.slotCount(for: 2 * pairCount))
  }

  /// Gives a pair a rank, in place of the one it had.
  mutating func set(_ rank: UInt64, _ left: UInt32, _ right: UInt32) {
    let place = place(left, right)
    slots[place] = tessera_pair_key(left, right) << Self.rankBits | rank
  }

  /// The pair's slot, whose rank is ``rank(ofSlot:)``, or ``absent``.
  @inline(__always)
  func slot(_ left: UInt32, _ right: UInt32) -> UInt64 {
    slots[place(left, right)]
  }

  /// The rank in a slot.
  @inline(__always)
  static func rank(ofSlot slot: UInt64) -> UInt64 { slot & noRank }

  /// Where a pair is, or where it would be.
  @inline(__always)
  private func place(_ left: UInt32, _ right: UInt32) -> Int {
    let key = tessera_pair_key(left, right)
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: tessera_pair_place(key)) & mask
    // Found or empty, in one comparison: which of both it is cannot be foreseen.
    while min(slots[place] >> Self.rankBits ^ key, ~slots[place]) != 0 {
      place = (place + 1) & mask
    }
    return place
  }

  /// Hands all slots to `body`, with the mask that cuts a place to their count.
  func withSlots<Result>(
    _ body: (_ slots: UnsafePointer<UInt64>?, _ mask: UInt64) -> Result
  ) -> Result {
    unsafe slots.withUnsafeBufferPointer { slots in
      unsafe body(slots.baseAddress, UInt64(slots.count - 1))
    }
  }
}
