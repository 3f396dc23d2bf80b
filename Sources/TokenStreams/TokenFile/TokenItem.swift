/// One picture or sound in a token file: its codes and what decoding needs beside them.
public struct TokenItem: Hashable, Sendable {
  /// The original's file name, relative to the folder that was encoded, `/` between its parts.
  public let name: String
  /// Which of the file's tokenizers made the codes.
  public let tokenizer: Int
  /// How large the original was.
  public let original: OriginalMedia
  /// The codes in their layout.
  public let codes: ItemCodes
  /// Numbers that the decoder needs beside the codes, such as the gain of a sound; all finite.
  public let sideInformation: [String: Float]

  /// Gathers an item; whether it fits a file is checked when it is appended to one.
  public init(
    name: String, tokenizer: Int, original: OriginalMedia, codes: ItemCodes,
    sideInformation: [String: Float] = [:]
  ) {
    self.name = name
    self.tokenizer = tokenizer
    self.original = original
    self.codes = codes
    self.sideInformation = sideInformation
  }
}
