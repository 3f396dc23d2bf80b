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

  /// Counts neighbours and puts the number of its group in the place of each.
  mutating func count(_ edges: inout [UInt64]) {
    let batch = 256
    for start in stride(from: 0, to: edges.count, by: batch) {
      let end = min(start + batch, edges.count)
      // A batch adds no more groups than it has edges, so the table need not grow within one.
      while 2 * (neighbours.count + batch) > slots.count { grow() }
      for index in start..<end { edges[index] = UInt64(group(of: edges[index])) }
    }
  }

  private mutating func group(of key: UInt64) -> UInt32 {
    var slot = Self.slot(of: key, among: slots.count)
    while true {
      let held = slots[slot]
      if held == 0 { break }
      let group = held &- 1
      if neighbours[Int(group)] == key {
        counts[Int(group)] &+= 1
        return group
      }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    neighbours.append(key)
    counts.append(1)
    slotOfGroup.append(UInt32(slot))
    slots[slot] = UInt32(neighbours.count)
    return UInt32(neighbours.count - 1)
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
