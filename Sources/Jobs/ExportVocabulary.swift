public import Exports

/// What stands in an export's vocabulary beside the tokens of its modalities.
public struct ExportVocabulary: Hashable, Sendable {
  /// Whether a token begins each sequence.
  public var begins: Bool
  /// Whether a token ends each sequence.
  public var ends: Bool
  /// Where these tokens and those of classes stand.
  public var specialTokens: VocabularyPlan.Placement
  /// How many tokens before all others are left to something else, such as a text tokenizer.
  public var reserved: Int

  /// Chooses; no special tokens unless told otherwise.
  public init(
    begins: Bool = false, ends: Bool = false,
    specialTokens: VocabularyPlan.Placement = .last, reserved: Int = 0
  ) {
    self.begins = begins
    self.ends = ends
    self.specialTokens = specialTokens
    self.reserved = reserved
  }
}

/// Which class each exported item has, and whether sequences say so by a token.
public struct ExportClasses: Hashable, Sendable {
  /// Where classes come from.
  public enum Source: Hashable, Sendable {
    /// The first folder of each item's name; see `ItemClasses`.
    case folders
    /// A JSON file from item names to class numbers.
    case file(String)
  }

  /// Where classes come from.
  public var source: Source
  /// Whether a token of the class follows the beginning of each sequence.
  public var hasTokens: Bool
  /// How many classes have a token; nil for as many as the source knows.
  public var count: Int?

  /// Chooses; without tokens, classes stand beside the sequences where a format has a place for them.
  public init(_ source: Source, hasTokens: Bool = false, count: Int? = nil) {
    self.source = source
    self.hasTokens = hasTokens
    self.count = count
  }

  /// The classes of these modalities' items.
  ///
  /// - Throws: as opening token files does; `FileError` or `CorpusError.unusableClasses` for a file of
  ///   classes.
  func items(of modalities: [ExportModality]) throws -> ItemClasses {
    switch source {
    case .file(let path): try ItemClasses(contentsOf: path)
    case .folders: try ItemClasses(foldersOf: modalities.flatMap { try $0.files.names() })
    }
  }
}
