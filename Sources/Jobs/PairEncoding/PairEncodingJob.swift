import Bytes
public import Exports
import PairEncoding
import Synchronization
import TokenStreams

/// Encodes files of codes by a pair vocabulary.
public struct PairEncodingJob: Sendable {
  /// What was encoded, or decoded.
  public struct Report: Hashable, Sendable, Codable {
    /// Sequences or grids.
    public let items: Int
    /// Base codes they have.
    public let codes: Int
    /// Tokens they have as the vocabulary encodes them.
    public let tokens: Int
    /// Which of the tokenizer's codebooks the codes are of, in words; nil for all, or where that is not
    /// known.
    public let codebooks: String?

    init(items: Int, codes: Int, tokens: Int, codebooks: String? = nil) {
      self.items = items
      self.codes = codes
      self.tokens = tokens
      self.codebooks = codebooks
    }

    /// Codes a token; 1 for none.
    public var compression: Double { tokens == 0 ? 1 : Double(codes) / Double(tokens) }
  }

  /// Files and folders of codes.
  public let inputs: [String]
  /// The vocabulary's file.
  public let vocabularyPath: String
  /// How codes are covered by tokens.
  public let mode: PairEncodingMode
  /// How the codes of token files become items; nil for what the vocabulary was learned from.
  public let codes: TokenInput.CodeSelection?

  /// Describes the work.
  public init(
    inputs: [String], vocabularyPath: String, mode: PairEncodingMode = .mergeOrder,
    codes: TokenInput.CodeSelection? = nil
  ) {
    self.inputs = inputs
    self.vocabularyPath = vocabularyPath
    self.mode = mode
    self.codes = codes
  }

  /// Whether the suffix of a path names a format that tokens are written in.
  public static func canWrite(to path: String) -> Bool {
    path.hasSuffix(".tess") || ExportFormat(suffixOf: path) != nil
  }

  /// Encodes everything, into the format that the suffix of `path` names.
  ///
  /// - Throws: what is wrong with the files or the vocabulary; `PairJobError` where both do not go
  ///   together; nothing is written then.
  public func run(to path: String) throws -> Report {
    let (vocabulary, digest) = try PairVocabularyFile.readWithDigest(vocabularyPath)
    let selection = try codes ?? vocabulary.codeSelection(path: vocabularyPath)
    let input = try TokenInput(inputs, selection: selection)
    try input.requireCodes()
    try PairJobError.require(path, apartFrom: input.paths + [vocabularyPath])
    try vocabulary.check(input.tokenizer, path: vocabularyPath)
    let coder = try VocabularyCoder(vocabulary, mode: mode)
    if coder.takesGrids, !input.holdsGrids { throw PairJobError.noGrids }
    if path.hasSuffix(".tess") {
      guard let tokenizer = input.tokenizer else {
        throw PairJobError.notTokenFiles(path: input.paths.first ?? path)
      }
      return try PairedTokenFiles(
        paths: input.paths, tokenizer: tokenizer, selection: selection, coder: coder,
        vocabularyFile: digest
      ).write(to: path)
    }
    guard let format = ExportFormat(suffixOf: path) else {
      throw PairJobError.unknownFormat(path: path)
    }
    let part = input.tokenizer.flatMap { selection.part(of: $0.vocabulary) }
    return try export(input, coder, codebooks: part, to: path, as: format)
  }

  private func export(
    _ input: TokenInput, _ coder: VocabularyCoder, codebooks: String?, to path: String,
    as format: ExportFormat
  ) throws -> Report {
    let counter = CodeCounter()
    var corpus = try coder.encoded(
      input.corpus(asGrids: coder.takesGrids), vocabularyPath: vocabularyPath, counter: counter)
    corpus.description.software = Software.name
    let summary = try corpus.export(to: path, as: format)
    return Report(
      items: summary.sequences, codes: counter.count, tokens: summary.tokens,
      codebooks: codebooks)
  }
}

/// Counts codes while a corpus is read.
final class CodeCounter: Sendable {
  private let total = Mutex(0)

  /// Counts more codes.
  func add(_ count: Int) { total.withLock { $0 += count } }

  /// How many there were.
  var count: Int { total.withLock { $0 } }
}

extension PairVocabulary {
  /// How codes of token files became the items that it was learned from.
  ///
  /// - Throws: `PairVocabularyFileError.damaged` for a text that means nothing.
  func codeSelection(
    path: String
  ) throws(PairVocabularyFileError) -> TokenInput.CodeSelection {
    guard let text = training.codes else { return takesGrids ? .codebook(0) : .interleaved() }
    guard let selection = TokenInput.CodeSelection(text) else {
      throw .damaged(path: path, reason: "its codes are taken as '\(text)', which means nothing")
    }
    return selection
  }
}
