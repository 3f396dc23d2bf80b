/// Chance that belongs to one sequence: a function of a seed and of which sequence it is.
///
/// The start is drawn, since seeds that are near each other would give the same numbers a few steps
/// apart.
struct SequenceRandom: Sendable {
  private var state: UInt64

  /// Starts the numbers of one sequence.
  init(seed: UInt64, sequence: Int) {
    let start =
      SplitMix64.mixed(seed &+ SplitMix64.increment) ^ UInt64(truncatingIfNeeded: sequence)
    state = SplitMix64.mixed(start &+ SplitMix64.increment)
  }

  /// The next 64 random bits.
  mutating func next() -> UInt64 {
    state &+= SplitMix64.increment
    return SplitMix64.mixed(state)
  }

  /// A number in `0..<1` with 53 random bits.
  mutating func unitInterval() -> Double {
    Double(next() >> 11) * 0x1p-53
  }
}
