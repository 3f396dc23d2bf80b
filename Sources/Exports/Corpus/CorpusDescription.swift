public import TokenStreams

/// What is known of the tokens of a corpus beside the tokens: written to the file that describes an
/// export, so that whoever finds the tokens later can tell what they mean.
public struct CorpusDescription: Hashable, Sendable, Codable {
  /// Where the tokens of one kind come from and what was done to them.
  public struct Source: Hashable, Sendable, Codable {
    /// The modality's name in the vocabulary plan, once it has a place in one.
    public var modality: String?
    /// The tokenizer that made the codes, with the SHA-256 of its weights.
    public var tokenizer: TokenizerDescription?
    /// How codes became tokens.
    public var flattening: CodeFlattening?
    /// What was done to the tokens after that, in order, such as pair encoding and its vocabulary.
    public var steps: [String]

    /// Says what is known.
    public init(
      modality: String? = nil, tokenizer: TokenizerDescription? = nil,
      flattening: CodeFlattening? = nil, steps: [String] = []
    ) {
      self.modality = modality
      self.tokenizer = tokenizer
      self.flattening = flattening
      self.steps = steps
    }
  }

  /// The program that writes the export, and its version.
  public var software: String?
  /// Each kind of tokens.
  public var sources: [Source]
  /// Which tokens mean what, where a plan says so.
  public var plan: VocabularyPlan?
  /// The name of each class, in the order of their numbers; empty where only the numbers are known.
  public var classNames: [String]
  /// Anything else that should be said.
  public var notes: [String: String]

  /// Says what is known.
  public init(
    software: String? = nil, sources: [Source] = [], plan: VocabularyPlan? = nil,
    classNames: [String] = [], notes: [String: String] = [:]
  ) {
    self.software = software
    self.sources = sources
    self.plan = plan
    self.classNames = classNames
    self.notes = notes
  }
}
