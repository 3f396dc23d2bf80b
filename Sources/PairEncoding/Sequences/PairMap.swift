/// Numbers by pair: a hash table with open addressing, made for look-ups in inner loops.
struct PairMap: Sendable {
  /// What ``value(of:)`` gives for a pair that is not there; no value is as large.
  static let none = UInt64.max

  private struct Slot {
    // No pair: tokens are below 2^32 - 1.
    var key = UInt64.max
    var value = PairMap.none
  }

  private var slots: [Slot]
  private var used = 0

  /// An empty map with room for so many pairs.
  init(capacity: Int = 0) {
    slots = Array(repeating: Slot(), count: Self.slotCount(for: capacity))
  }

  /// Three slots a pair at least: most look-ups are for pairs that are not there, and end at the
  /// first empty slot.
  static func slotCount(for capacity: Int) -> Int {
    max(64, 1 << (Int.bitWidth - (capacity * 3).leadingZeroBitCount))
  }

  /// The value of a pair, or ``none``.
  @inline(__always)
  func value(of key: UInt64) -> UInt64 {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: PairKey.hash(key) >> 24) & mask
    while true {
      let slot = slots[place]
      // Found or empty, in one comparison: which of both it is cannot be foreseen.
      if min(slot.key ^ key, ~slot.key) == 0 { return slot.value }
      place = (place + 1) & mask
    }
  }

  /// Gives a pair a value, in place of the one it had.
  mutating func set(_ value: UInt64, for key: UInt64) {
    if used * 3 >= slots.count { grow() }
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: PairKey.hash(key) >> 24) & mask
    while slots[place].key != key {
      if slots[place].key == .max {
        slots[place].key = key
        used += 1
        break
      }
      place = (place + 1) & mask
    }
    slots[place].value = value
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(), count: old.count * 2)
    used = 0
    for slot in old where slot.key != .max { set(slot.value, for: slot.key) }
  }
}
