/// The rank of each merge, found by its two tokens and their offset.
struct GridMergeRanks: Sendable {
  /// What is found for pairs that no merge takes.
  static let none = UInt32.max

  private struct Slot {
    var tokens: UInt64 = 0
    var place: UInt32 = 0
    var rank = GridMergeRanks.none
  }

  /// Twice as many as merges or more, a power of two.
  private var slots: [Slot]
  private let shift: UInt64

  init(_ merges: [GridMerge]) {
    var count = 16
    while count < 2 * merges.count { count *= 2 }
    slots = Array(repeating: Slot(), count: count)
    shift = UInt64(64 - count.trailingZeroBitCount)
    for (rank, merge) in merges.enumerated() {
      guard let place = Place(merge.offset) else { continue }
      let key = Self.key(merge.first, Neighbour(token: merge.second, place: place))
      var slot = start(key.tokens, key.place)
      while slots[slot].rank != Self.none { slot = (slot + 1) & (count - 1) }
      slots[slot] = Slot(tokens: key.tokens, place: key.place, rank: UInt32(rank))
    }
  }

  /// The rank of the merge of a token and a neighbour whose anchor comes later, or ``none``.
  func rank(_ first: UInt32, _ second: Neighbour) -> UInt32 {
    let key = Self.key(first, second)
    var slot = start(key.tokens, key.place)
    while true {
      let held = slots[slot]
      if held.tokens == key.tokens && held.place == key.place || held.rank == Self.none {
        return held.rank
      }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
  }

  private static func key(
    _ first: UInt32, _ second: Neighbour
  ) -> (tokens: UInt64, place: UInt32) {
    (UInt64(first) << 32 | second.key >> 32, UInt32(truncatingIfNeeded: second.key))
  }

  private func start(_ tokens: UInt64, _ place: UInt32) -> Int {
    let mixed = (tokens ^ UInt64(place) &* 0xD6E8_FEB8_6659_FD93) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> shift)
  }
}
