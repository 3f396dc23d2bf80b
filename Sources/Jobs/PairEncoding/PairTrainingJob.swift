import Bytes
public import Exports
public import PairEncoding
import TokenStreams

/// Learns a pair vocabulary from files of codes.
public struct PairTrainingJob: Sendable {
  /// Which pairs are merged.
  public enum Rule: Hashable, Sendable {
    /// Neighbours in sequences.
    case sequences(PairTrainingOptions)
    /// Neighbours on grids.
    case grids(GridPairTrainingOptions)
    /// As the code of Being-VL-0.5 does.
    case flattenedGrids(mergeCount: Int)
  }

  /// What was learned.
  public struct Report: Sendable {
    /// The vocabulary, as it was written.
    public let vocabulary: PairVocabulary
    /// How many items there were, in the sample or not.
    public let itemCount: Int
    /// Which of the tokenizer's codebooks were learned from, in words; nil for all, or where that is not
    /// known.
    public let codebooks: String?
  }

  /// Files and folders of codes.
  public let inputs: [String]
  /// Which pairs are merged, and how many.
  public let rule: Rule
  /// How the codes of token files become items.
  public let codes: TokenInput.CodeSelection
  /// How many base codes there are; nil for what the files say or, where they don't, as many as the
  /// largest code needs.
  public var alphabetSize: Int?
  /// How many codes are learned from at most; nil for what half of the machine's memory holds.
  public var codeLimit: Int?
  /// The seed of the sample that is drawn where there are more.
  public var seed: UInt64 = 1
  /// The file of a vocabulary whose training is taken up again.
  public var startPath: String?
  /// Where an unfinished vocabulary is written now and then, to be taken up again.
  public var checkpointPath: String?
  /// How long it takes from one such writing to the next.
  public var checkpointInterval: Duration = .seconds(30)

  /// Describes a training.
  public init(
    inputs: [String], rule: Rule, codes: TokenInput.CodeSelection = .interleaved()
  ) {
    self.inputs = inputs
    self.rule = rule
    self.codes = codes
  }

  /// Learns, and writes the vocabulary.
  ///
  /// - Parameters:
  ///   - path: the vocabulary's file.
  ///   - progress: told the fraction that is done.
  /// - Returns: the vocabulary, and what it was learned from.
  /// - Throws: what is wrong with the files, the codes or the options; `FileError.unwritable`.
  public func run(
    to path: String, progress: @escaping (Double) throws -> Void = { _ in }
  ) throws -> Report {
    let input = try TokenInput(inputs, vocabularySize: alphabetSize, selection: codes)
    try input.requireCodes()
    let start = try startVocabulary(for: input)
    for path in [path, checkpointPath].compactMap(\.self) {
      try Self.requireFolder(of: path)
      try PairJobError.require(path, apartFrom: input.paths)
    }
    let corpus = try CodesInMemory(
      input, asGrids: takesGrids, codeLimit: codeLimit ?? codesThatFit, seed: seed)
    guard corpus.codeCount > 0 else {
      throw PairJobError.nothingToLearn(path: inputs.joined(separator: ", "))
    }
    if corpus.leastAlphabetSize > MergeTable.alphabetLimit { try refuseLargeCodes() }
    var training = PairTrainingRun(
      job: self, corpus: corpus, input: input, start: start,
      alphabetSize: alphabetSize(of: input, corpus, start), progress: progress)
    let vocabulary = try training.run()
    try PairVocabularyFile.write(vocabulary, to: path)
    return Report(
      vocabulary: vocabulary, itemCount: corpus.seenItemCount,
      codebooks: input.tokenizer.flatMap { codes.part(of: $0.vocabulary) })
  }

  private func startVocabulary(for input: TokenInput) throws -> PairVocabulary? {
    guard let startPath else { return nil }
    let vocabulary = try PairVocabularyFile.read(startPath)
    try vocabulary.check(input.tokenizer, path: startPath)
    let (found, asked) = (vocabulary.training, (rule: rule.summary, codes: codes.text))
    guard found.rule == asked.rule, found.codes ?? asked.codes == asked.codes else {
      throw PairJobError.otherRule(
        path: startPath,
        found: "'\(found.rule)' from codes taken as '\(found.codes ?? "they are")'",
        asked: "'\(asked.rule)' from codes taken as '\(asked.codes)'")
    }
    return vocabulary
  }

  /// Reads again to name the first code that no alphabet has.
  private func refuseLargeCodes() throws {
    try TokenInput(inputs, vocabularySize: MergeTable.alphabetLimit, selection: codes)
      .forEach { _ in }
  }

  /// Refuses a place where nothing can be written before hours are spent on what belongs there.
  private static func requireFolder(of path: String) throws {
    let folder = Folder.parent(of: path)
    guard Folder.kind(of: folder) == .folder else {
      throw FileError.unwritable(path: path, reason: "there is no folder \(folder)")
    }
  }

  private func alphabetSize(
    of input: TokenInput, _ corpus: CodesInMemory, _ start: PairVocabulary?
  ) -> Int {
    if let alphabetSize { return alphabetSize }
    if input.tokenizer != nil { return input.vocabularySize }
    return start?.alphabetSize ?? corpus.leastAlphabetSize
  }

  private var takesGrids: Bool {
    if case .sequences = rule { false } else { true }
  }

  /// What half of the memory holds, by what training was measured to take beside the codes.
  private var codesThatFit: Int {
    MachineMemory.half(inPartsOf: takesGrids ? 70 : 44)
  }
}
