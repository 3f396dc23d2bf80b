/// How many counts are about how large: eight steps for each power of two.
struct CountHistogram {
  private static let stepBits = 3
  private var steps = [Int](repeating: 0, count: Int.bitWidth << stepBits)

  /// Adds a count, at least 1.
  mutating func add(_ count: Int) {
    steps[Self.step(of: count)] += 1
  }

  /// A bound such that at least `wanted` counts are not below it, or all where there are fewer; it
  /// is one of the greatest such bounds.
  func leastCount(ofGreatest wanted: Int) -> Int {
    var found = 0
    for step in steps.indices.reversed() {
      found += steps[step]
      if found >= wanted { return Self.leastCount(inStep: step) }
    }
    return 1
  }

  /// The power of two below, and the bits that follow the leading one.
  private static func step(of count: Int) -> Int {
    let power = Int.bitWidth - 1 - count.leadingZeroBitCount
    let fraction = power >= stepBits ? count >> (power - stepBits) : count << (stepBits - power)
    return power << stepBits | fraction & (1 << stepBits - 1)
  }

  private static func leastCount(inStep step: Int) -> Int {
    let power = step >> stepBits
    let fraction = step & (1 << stepBits - 1) | 1 << stepBits
    return power >= stepBits ? fraction << (power - stepBits) : fraction >> (stepBits - power)
  }
}
