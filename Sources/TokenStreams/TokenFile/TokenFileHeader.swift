/// What a token file says about all of its items.
public struct TokenFileHeader: Hashable, Sendable, Codable {
  /// The program that wrote the file and its version.
  public let software: String
  /// Every tokenizer that made codes in the file; items name one by its index here.
  public let tokenizers: [TokenizerDescription]

  /// Names the writing program and the tokenizers.
  public init(software: String, tokenizers: [TokenizerDescription]) {
    self.software = software
    self.tokenizers = tokenizers
  }
}
