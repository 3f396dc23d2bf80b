public import Exports
public import PairEncoding
import TokenStreams

/// Counts codes and, where a vocabulary is given, the tokens that they are encoded as.
public struct PairStatisticsJob: Sendable {
  /// Codes or tokens, counted one by one and in runs.
  public struct Side: Hashable, Sendable, Encodable {
    /// How often which tokens stand there, and how long items are.
    public let tokens: TokenStatistics
    /// Runs of one token, two, and so on.
    public let runs: [NGramCounts]

    private enum CodingKeys: String, CodingKey {
      case tokens = "statistics"
      case runs = "n_grams"
    }
  }

  /// What was counted.
  public struct Report: Hashable, Sendable, Encodable {
    /// How many items there were; more than were counted where those are a sample.
    public let itemCount: Int
    /// The codes.
    public let codes: Side
    /// The tokens they are encoded as; nil without a vocabulary.
    public let tokens: Side?
    /// How both compare; nil without a vocabulary.
    public let comparison: PairEncodingStatistics?

    private enum CodingKeys: String, CodingKey {
      case codes, tokens, compression, usage
      case itemCount = "items"
      case bitsPerCode = "bits_per_code"
      case vocabularySize = "vocabulary_size"
    }

    /// Writes what was counted and what follows from it.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(itemCount, forKey: .itemCount)
      try container.encode(codes, forKey: .codes)
      try container.encodeIfPresent(tokens, forKey: .tokens)
      try container.encodeIfPresent(comparison?.compression, forKey: .compression)
      try container.encodeIfPresent(comparison?.bitsPerCode, forKey: .bitsPerCode)
      try container.encodeIfPresent(comparison?.vocabularySize, forKey: .vocabularySize)
      try container.encodeIfPresent(comparison?.usage, forKey: .usage)
    }
  }

  /// Files and folders of codes.
  public let inputs: [String]
  /// The vocabulary's file, nil to count codes alone.
  public let vocabularyPath: String?
  /// How the codes of token files become items; nil for what the vocabulary was learned from.
  public var codes: TokenInput.CodeSelection?
  /// How many tokens the longest counted runs have.
  public var longestRun = 3
  /// How many codes are counted at most, of more a random sample of items; nil for what half of the
  /// machine's memory holds.
  public var codeLimit: Int?
  /// The seed of the sample.
  public var seed: UInt64 = 1
  /// Where what is counted will be written, if anywhere; refused where that would replace an input.
  public var pagePath: String?

  /// Describes the work.
  public init(inputs: [String], vocabularyPath: String? = nil) {
    self.inputs = inputs
    self.vocabularyPath = vocabularyPath
  }

  /// Reads, encodes and counts.
  ///
  /// - Throws: what is wrong with the files or the vocabulary; `PairJobError` where both do not go
  ///   together; `PairEncodingError.impossibleOption` for runs of no token.
  public func run() throws -> Report {
    let vocabulary = try vocabularyPath.map(PairVocabularyFile.read)
    let path = vocabularyPath ?? ""
    let selection =
      try codes ?? vocabulary?.codeSelection(path: path) ?? .interleaved()
    let input = try TokenInput(inputs, selection: selection)
    try vocabulary?.check(input.tokenizer, path: path)
    if let pagePath {
      try PairJobError.require(pagePath, apartFrom: input.paths + [vocabularyPath ?? ""])
    }
    let takesGrids = vocabulary?.takesGrids ?? false
    let corpus = try CodesInMemory(
      input, asGrids: takesGrids, codeLimit: codeLimit ?? Self.codesThatFit,
      seed: seed)
    let before = try side(corpus.sequences)
    guard let vocabulary else {
      return Report(
        itemCount: corpus.seenItemCount, codes: before, tokens: nil, comparison: nil)
    }
    let after = try side(corpus.encoded(by: VocabularyCoder(vocabulary)))
    return Report(
      itemCount: corpus.seenItemCount, codes: before, tokens: after,
      comparison: PairEncodingStatistics(
        codes: before.tokens, tokens: after.tokens,
        vocabularySize: vocabulary.visibleTokenCount))
  }

  /// By what counting runs of three was measured to take where hardly any are alike.
  private static let codesThatFit = MachineMemory.half(inPartsOf: 160)

  private func side(_ sequences: TokenSequences) throws -> Side {
    Side(
      tokens: TokenStatistics(sequences),
      runs: try NGramCounts.counts(ofRunsUpTo: longestRun, in: sequences))
  }
}

extension CodesInMemory {
  /// All items as sequences, grids row by row from the top left.
  fileprivate var sequences: TokenSequences {
    switch items {
    case .sequences(let sequences): sequences
    case .grids(let grids): TokenSequences(grids.lazy.map(\.tokens))
    }
  }

  /// All items as a vocabulary encodes them.
  fileprivate func encoded(by coder: VocabularyCoder) throws -> TokenSequences {
    switch items {
    case .sequences(let sequences): try coder.encode(sequences, firstIndex: 0)
    case .grids(let grids): try coder.encode(grids, firstIndex: 0)
    }
  }
}
