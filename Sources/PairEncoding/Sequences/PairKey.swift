/// Two tokens side by side as one number.
enum PairKey {
  /// Both tokens, the left one in the upper half.
  static func joined(_ left: UInt32, _ right: UInt32) -> UInt64 {
    UInt64(left) << 32 | UInt64(right)
  }

  /// Spreads keys over all 64 bits; the upper ones are the best.
  ///
  /// The multiplier is 2^64 divided by the golden ratio (Knuth, The Art of Computer Programming,
  /// volume 3, section 6.4); the shift brings the left token into the product's upper bits as well
  /// as the right one.
  static func hash(_ key: UInt64) -> UInt64 {
    (key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15
  }
}
