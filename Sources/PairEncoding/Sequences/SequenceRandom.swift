/// Chance that belongs to one sequence: a function of a seed and of which sequence it is.
///
/// SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014); the
/// start is drawn, since seeds that are near each other would give the same numbers a few steps
/// apart.
struct SequenceRandom: Sendable {
  private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var state: UInt64

  /// Starts the numbers of one sequence.
  init(seed: UInt64, sequence: Int) {
    let start = Self.mixed(seed &+ Self.increment) ^ UInt64(truncatingIfNeeded: sequence)
    state = Self.mixed(start &+ Self.increment)
  }

  /// The next 64 random bits.
  mutating func next() -> UInt64 {
    state &+= Self.increment
    return Self.mixed(state)
  }

  /// A number in `0..<1` with 53 random bits.
  mutating func unitInterval() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  private static func mixed(_ bits: UInt64) -> UInt64 {
    var mixed = bits
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
