/// How often pairs were seen: a hash table of pairs and counts.
struct PairCounts {
  /// A pair and its count; a count of zero is an empty slot.
  private struct Slot {
    var key: UInt64 = 0
    var count = 0
  }

  private var slots: [Slot]
  private var used = 0

  /// Nothing counted.
  init() {
    slots = Array(repeating: Slot(), count: 1 << 12)
  }

  /// Counts a pair `weight` times, at least once.
  @inline(__always)
  mutating func add(_ key: UInt64, weight: Int) {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: PairKey.hash(key) >> 24) & mask
    while slots[place].key != key {
      if slots[place].count == 0 {
        slots[place].key = key
        used += 1
        break
      }
      place = (place + 1) & mask
    }
    slots[place].count += weight
    if used * 8 > slots.count * 5 { grow() }
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(), count: old.count * 2)
    let mask = slots.count - 1
    for slot in old where slot.count != 0 {
      var place = Int(truncatingIfNeeded: PairKey.hash(slot.key) >> 24) & mask
      while slots[place].count != 0 { place = (place + 1) & mask }
      slots[place] = slot
    }
  }

  /// All pairs and their counts, in no particular order.
  var all: [PairCandidate] {
    slots.lazy.filter { $0.count != 0 }.map { PairCandidate(count: $0.count, key: $0.key) }
  }

  /// The candidates among the pairs: at least the first `wanted` of them where there are as many,
  /// in no particular order.
  func candidates(wanted: Int, where isAllowed: (PairCandidate) -> Bool) -> [PairCandidate] {
    var histogram = CountHistogram()
    for slot in slots where slot.count != 0 {
      let candidate = PairCandidate(count: slot.count, key: slot.key)
      if isAllowed(candidate) { histogram.add(slot.count) }
    }
    let least = histogram.leastCount(ofGreatest: wanted)
    return slots.lazy.filter { $0.count >= least && $0.count != 0 }
      .map { PairCandidate(count: $0.count, key: $0.key) }.filter(isAllowed)
  }
}
