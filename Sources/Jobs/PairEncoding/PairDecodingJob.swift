import Bytes
import Exports
import PairEncoding
import TokenStreams

/// Gets the codes back from files of merged tokens.
public struct PairDecodingJob: Sendable {
  /// Files and folders of tokens.
  public let inputs: [String]
  /// The file of the vocabulary that the tokens were made with.
  public let vocabularyPath: String
  /// Rows and columns of every grid, where the tokens are of grids and no token file says.
  public let gridExtents: (height: Int, width: Int)?

  /// Describes the work.
  public init(
    inputs: [String], vocabularyPath: String, gridExtents: (height: Int, width: Int)? = nil
  ) {
    self.inputs = inputs
    self.vocabularyPath = vocabularyPath
    self.gridExtents = gridExtents
  }

  /// Decodes everything, into the format that the suffix of `path` names.
  ///
  /// - Throws: what is wrong with the files or the vocabulary; tokens that it does not have; nothing
  ///   is written then.
  public func run(to path: String) throws -> PairEncodingJob.Report {
    let (vocabulary, file) = try PairVocabularyFile.readWithDigest(vocabularyPath)
    if case .flattenedGrids = vocabulary.merges {
      throw PairJobError.notReversible(path: vocabularyPath)
    }
    let coder = try VocabularyCoder(vocabulary)
    if path.hasSuffix(".tess") {
      let input = try TokenInput(inputs)
      try PairJobError.require(path, apartFrom: input.paths + [vocabularyPath])
      return try UnpairedTokenFiles(
        paths: input.paths, coder: coder, vocabularyFile: file, gridExtents: gridExtents
      ).write(to: path)
    }
    guard let format = ExportFormat(suffixOf: path) else {
      throw PairJobError.unknownFormat(path: path)
    }
    let input = try TokenInput(inputs, vocabularySize: vocabulary.tokenCount)
    try PairJobError.require(path, apartFrom: input.paths + [vocabularyPath])
    if let merged = input.tokenizer {
      _ = try PairedOrigin(merged, path: inputs.joined(separator: ", "), vocabularyFile: file)
    }
    return try export(
      input, coder, alphabetSize: vocabulary.alphabetSize, to: path, as: format)
  }

  private func export(
    _ input: TokenInput, _ coder: VocabularyCoder, alphabetSize: Int, to path: String,
    as format: ExportFormat
  ) throws -> PairEncodingJob.Report {
    let counter = CodeCounter()
    let extents = coder.takesGrids ? try extents(of: input) : nil
    let tokens = try input.corpus()
    var corpus = try tokens.mapping(to: alphabetSize, step: "pairs taken apart") {
      records, firstIndex in
      counter.add(records.reduce(0) { $0 + $1.tokens.count })
      let items = firstIndex..<firstIndex + records.count
      return try coder.decode(records, extents: extents?.extents(of: items) ?? [])
    }
    corpus.description.software = Software.name
    let summary = try corpus.export(to: path, as: format)
    return PairEncodingJob.Report(
      items: summary.sequences, codes: summary.tokens, tokens: counter.count)
  }

  private func extents(of input: TokenInput) throws -> GridExtents {
    if let gridExtents { return .all(gridExtents) }
    guard input.tokenizer != nil else {
      throw PairJobError.unknownExtents(path: inputs.joined(separator: ", "))
    }
    return try GridExtents(ofTokenFiles: input.paths)
  }
}
