/// The finaliser of SplitMix64, a bijection in which every bit changes about half of the others (Steele,
/// Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
enum SplitMix64 {
  /// The step from one state to the next.
  static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The number of a state.
  static func mixed(_ state: UInt64) -> UInt64 {
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
