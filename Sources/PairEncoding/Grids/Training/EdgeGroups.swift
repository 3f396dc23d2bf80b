/// Gathers equal neighbours of one token: a hash table that is emptied as fast as it was filled.
struct EdgeGroups {
  /// The neighbours found, each once, in the order in which they were first seen.
  private(set) var neighbours: [UInt64] = []
  /// How often each was seen.
  private(set) var counts: [UInt32] = []
  /// One more than the group, or 0; twice as many places as groups or more.
  private var slots = [UInt32](repeating: 0, count: 1 << 10)
  private var slotOfGroup: [UInt32] = []

  /// Forgets all groups.
  mutating func removeAll() {
    for slot in slotOfGroup { slots[Int(slot)] = 0 }
    neighbours.removeAll(keepingCapacity: true)
    counts.removeAll(keepingCapacity: true)
    slotOfGroup.removeAll(keepingCapacity: true)
  }

  /// Counts a neighbour, and says which group it is of.
  mutating func count(_ neighbour: UInt64) -> UInt32 {
    var slot = Self.slot(of: neighbour, among: slots.count)
    while slots[slot] != 0 {
      let group = slots[slot] &- 1
      if neighbours[Int(group)] == neighbour {
        counts[Int(group)] &+= 1
        return group
      }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    let group = UInt32(neighbours.count)
    neighbours.append(neighbour)
    counts.append(1)
    slotOfGroup.append(UInt32(slot))
    slots[slot] = group + 1
    if 2 * neighbours.count > slots.count { grow() }
    return group
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: 2 * slots.count)
    for (group, key) in neighbours.enumerated() {
      var slot = Self.slot(of: key, among: slots.count)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(group + 1)
      slotOfGroup[group] = UInt32(slot)
    }
  }

  /// Where the search for a key begins, by multiplication with the golden ratio.
  private static func slot(of key: UInt64, among count: Int) -> Int {
    Int(
      truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - count.trailingZeroBitCount))
  }
}
