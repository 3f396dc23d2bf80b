import Exports
import PairEncoding
import TokenStreams

/// A pair vocabulary by which a modality's tokens are merged on their way into an export.
struct ExportPairing {
  private let path: String
  private let vocabulary: PairVocabulary
  private let coder: VocabularyCoder

  /// Reads a vocabulary.
  ///
  /// - Throws: `FileError` or `PairVocabularyFileError`.
  init(path: String) throws {
    self.path = path
    vocabulary = try PairVocabularyFile.read(path)
    coder = try VocabularyCoder(vocabulary)
  }

  /// Whether grids must keep their rows until they are merged.
  var takesGrids: Bool { coder.takesGrids }

  /// A modality's corpus with its pairs merged.
  ///
  /// - Throws: `PairVocabularyFileError.otherTokenizer`; `PairJobError.otherCodes` where the codes
  ///   are flattened in another way than those that were learned from.
  func merged(
    _ corpus: TokenCorpus, of modality: ExportModality, _ flattening: CodeFlattening
  ) throws -> TokenCorpus {
    try vocabulary.check(modality.tokenizer, path: path)
    let selection = try vocabulary.codeSelection(path: path)
    if let reason = obstacle(selection, modality.tokenizer, flattening) {
      throw PairJobError.otherCodes(path: path, modality: modality.name, reason: reason)
    }
    return try coder.encoded(corpus, vocabularyPath: path)
  }

  /// Why codes flattened in this way are not what was learned from.
  private func obstacle(
    _ selection: TokenInput.CodeSelection, _ tokenizer: TokenizerDescription,
    _ flattening: CodeFlattening
  ) -> String? {
    let codebookCount: Int
    switch selection {
    case .interleaved(let count): codebookCount = count ?? tokenizer.vocabulary.stageCount
    case .codebook(0): codebookCount = 1
    case .codebook, .eachCodebook:
      return
        "pairs of codes taken as '\(selection.text)' cannot be merged in an export; train with "
        + "--codes interleaved"
    }
    if flattening.order != .interleaved
      || flattening.codebookCount > 1
        && !flattening.separatesCodebooks
    {
      return "pairs were learned from interleaved codebooks with tokens of their own; leave out "
        + "--order and --no-separate-codebooks"
    }
    if flattening.marksRows || flattening.marksShortPositions {
      return "pairs were learned from codes alone; leave out --end-of-row and --end-of-position"
    }
    if flattening.codebookCount != codebookCount {
      return "pairs were learned from \(codebookCount) codebooks; give --codebooks \(codebookCount)"
    }
    if coder.takesGrids, tokenizer.layout != .grid {
      return "pairs were learned on grids, and these codes are none"
    }
    return nil
  }
}
