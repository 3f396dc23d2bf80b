/// The characters that stand for codes where a format has text only: code c is the c-th character
/// from U+4E00 on that is no surrogate.
///
/// They are those of the reference (`bpe/integer-bpe` among the goldens) and, from ideographs on, hold
/// no white space and nothing that a JSON string must escape.
struct CodeCharacters {
  private static let first: UInt32 = 0x4E00
  private static let surrogates: Range<UInt32> = 0xD800..<0xE000
  private static let end: UInt32 = 0x110000

  /// How many codes have a character.
  static let count = Int(end - first) - surrogates.count

  /// The character of a code below ``count``.
  static func character(of code: UInt32) -> Unicode.Scalar? {
    guard code < count else { return nil }
    let value = first + code
    return Unicode.Scalar(
      value < surrogates.lowerBound ? value : value + UInt32(surrogates.count))
  }
}
