public import Exports
import TokenStreams

/// Writes the codes of token files as tokens that trainers read.
///
/// Every modality has its own tokens in one vocabulary, so that a trainer may be given several
/// tokenizers' items at once; they follow each other modality by modality.
public struct ExportJob: Sendable {
  /// How codes become tokens.
  public var flattening: ExportFlattening
  /// How those of single modalities do, by their names, where that differs.
  public var flatteningByModality: [String: ExportFlattening]
  /// The classes of items.
  public var classes: ExportClasses?
  /// Special tokens.
  public var vocabulary: ExportVocabulary
  /// The file of the vocabulary by which pairs of tokens are merged before they get their place; nil
  /// where they are not.
  public var pairVocabulary: String?
  /// Those of single modalities, by their names, where that differs.
  public var pairVocabularyByModality: [String: String]

  private let inputs: [ExportInput]

  /// Prepares a job; nothing is read yet.
  ///
  /// - Parameters:
  ///   - inputs: token files, and the modalities they belong to.
  ///   - flattening: how codes become tokens.
  ///   - flatteningByModality: how those of single modalities do.
  ///   - classes: the classes of items.
  ///   - vocabulary: special tokens.
  ///   - pairVocabulary: the file of the vocabulary by which pairs of tokens are merged.
  ///   - pairVocabularyByModality: those of single modalities.
  public init(
    inputs: [ExportInput], flattening: ExportFlattening = ExportFlattening(),
    flatteningByModality: [String: ExportFlattening] = [:], classes: ExportClasses? = nil,
    vocabulary: ExportVocabulary = ExportVocabulary(), pairVocabulary: String? = nil,
    pairVocabularyByModality: [String: String] = [:]
  ) {
    self.inputs = inputs
    self.flattening = flattening
    self.flatteningByModality = flatteningByModality
    self.classes = classes
    self.vocabulary = vocabulary
    self.pairVocabulary = pairVocabulary
    self.pairVocabularyByModality = pairVocabularyByModality
  }

  /// All tokens of the export in their places; items are read when the corpus is.
  ///
  /// - Throws: `FileError` and `TokenFileError` for files that cannot be read, `CorpusError`,
  ///   `CodeFlatteningError`, `VocabularyPlanError`, `ExportJobError`; `PairVocabularyFileError` and
  ///   `PairJobError` for a pair vocabulary that does not fit.
  public func corpus() throws -> TokenCorpus {
    try corpus(of: ExportModality.opened(inputs))
  }

  private func corpus(of modalities: [ExportModality]) throws -> TokenCorpus {
    try requireKnown(modalities.map(\.name))
    try requireRows(in: modalities)
    let classes = try self.classes?.items(of: modalities)
    let corpora = try modalities.map { try self.corpus(of: $0, classes) }
    let plan = try plan(
      zip(modalities, corpora).map { ($0.name, $1.vocabularySize) }, classes)
    var joined = try TokenCorpus.joined(
      zip(modalities, corpora).map { try $1.placed(in: plan, as: $0.name) })
    joined.description.software = Software.name
    return joined
  }

  /// Reads, flattens and writes; an item that cannot be exported ends the job, and nothing is written.
  ///
  /// - Parameters:
  ///   - path: where the export will stand; see `ExportFormat` for formats of several files.
  ///   - format: how tokens are laid out.
  ///   - options: what may be chosen about the files.
  ///   - progress: called with the fraction of items that are written.
  /// - Returns: what was written.
  /// - Throws: as ``corpus()`` does; `ExportError`; `FileError.unwritable`.
  public func run(
    to path: String, as format: ExportFormat, options: ExportOptions = ExportOptions(),
    progress: (Double) -> Void = { _ in }
  ) throws -> ExportSummary {
    let modalities = try ExportModality.opened(inputs)
    let corpus = try corpus(of: modalities)
    try requireNoInput(at: path, of: modalities)
    let total = Double(max(corpus.count ?? 1, 1))
    return try corpus.export(to: path, as: format, options: options) { written in
      progress(Double(written) / total)
    }
  }

  private func corpus(of modality: ExportModality, _ classes: ItemClasses?) throws -> TokenCorpus {
    let choices = flatteningByModality[modality.name] ?? flattening
    let flattening: CodeFlattening
    do {
      flattening = try choices.flattening(of: modality.tokenizer)
    } catch {
      throw ExportJobError.modality(modality.name, reason: "\(error)")
    }
    let path = pairVocabularyByModality[modality.name] ?? pairVocabulary
    let pairing = try path.map(ExportPairing.init)
    let corpus = try modality.files.corpus(
      of: modality.tokenizer, flattening: flattening, classes: classes,
      keepsGridRows: pairing?.takesGrids ?? false)
    return try pairing?.merged(corpus, of: modality, flattening) ?? corpus
  }

  private func plan(
    _ tokenCounts: [(modality: String, count: Int)], _ classes: ItemClasses?
  ) throws -> VocabularyPlan {
    var classCount = 0
    if let classes, let choices = self.classes, choices.hasTokens {
      classCount = choices.count ?? classes.count
    }
    return try VocabularyPlan(
      tokenCounts.map { name, count in
        VocabularyPlan.Modality(
          name, tokenCount: count, begins: vocabulary.begins, ends: vocabulary.ends,
          classCount: classCount)
      }, specialTokens: vocabulary.specialTokens, reserved: vocabulary.reserved)
  }

  private func requireKnown(_ names: [String]) throws(ExportJobError) {
    let chosen = Set(flatteningByModality.keys).union(pairVocabularyByModality.keys)
    for name in chosen.sorted() where !names.contains(name) {
      throw .noSuchModality(name, known: names)
    }
  }

  /// Refuses to mark rows where nothing has any.
  private func requireRows(in modalities: [ExportModality]) throws(CodeFlatteningError) {
    let hasGrids = modalities.contains { $0.tokenizer.layout == .grid }
    if flattening.marksRows, !hasGrids { throw .noRows }
  }

  /// Refuses to replace one of the files that are read.
  private func requireNoInput(
    at path: String, of modalities: [ExportModality]
  ) throws(ExportJobError) {
    guard FileIdentity.path(path, leadsToOneOf: modalities.flatMap(\.files.paths)) else { return }
    throw .replacesInput(path: path)
  }
}

/// Why an export cannot be done as it was asked for.
public enum ExportJobError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Codes of a modality cannot become tokens in the chosen way.
  case modality(String, reason: String)
  /// A choice is for a modality that there is not.
  case noSuchModality(String, known: [String])
  /// The export would replace a file that it reads.
  case replacesInput(path: String)

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .modality(let name, let reason):
      "\(name): \(reason)"
    case .noSuchModality(let name, let known):
      "nothing of a modality \(name) is exported; there is \(known.joined(separator: ", "))"
    case .replacesInput(let path):
      "\(path): is one of the files that are exported; choose another output"
    }
  }
}
