import Exports
import TokenStreams

extension TokenInput.CodeSelection {
  /// The codebooks that are kept of a tokenizer's.
  func kept(of vocabulary: Vocabulary) -> Vocabulary {
    switch self {
    case .interleaved(let count), .eachCodebook(let count):
      Vocabulary(sizes: Array(vocabulary.sizes.prefix(count ?? vocabulary.stageCount)))
    case .codebook(let stage):
      Vocabulary(sizes: [vocabulary.sizes[min(stage, vocabulary.stageCount - 1)]])
    }
  }

  /// The codes that an item's tokens were made from, of the codebooks ``kept(of:)`` gives.
  ///
  /// - Throws: `CodeFlatteningError` for tokens that are no codes of theirs.
  func restored(_ tokens: [UInt32], as kept: Vocabulary) throws -> RestoredCodes {
    try CodeFlattening(vocabulary: kept).restored(tokens)
  }
}
