import Exports
import TokenStreams

extension TokenInput.CodeSelection {
  /// Whether the first codebooks are taken, or all: what a decoder can do something with.
  var isPrefix: Bool {
    switch self {
    case .interleaved, .eachCodebook: true
    case .codebook(let stage): stage == 0
    }
  }

  /// Which codebooks of a tokenizer these are, in words; nil for all of them.
  func part(of vocabulary: Vocabulary) -> String? {
    switch self {
    case .interleaved(let count?) where count < vocabulary.stageCount,
      .eachCodebook(let count?) where count < vocabulary.stageCount:
      "the first \(count) of \(vocabulary.stageCount) codebooks"
    case .interleaved, .eachCodebook: nil
    case .codebook(let stage):
      vocabulary.stageCount == 1 ? nil : "codebook \(stage) of 0...\(vocabulary.stageCount - 1)"
    }
  }

  /// The codebooks that are kept of a tokenizer's.
  func kept(of vocabulary: Vocabulary) -> Vocabulary {
    switch self {
    case .interleaved(let count), .eachCodebook(let count):
      Vocabulary(sizes: Array(vocabulary.sizes.prefix(count ?? vocabulary.stageCount)))
    case .codebook(let stage):
      Vocabulary(sizes: [vocabulary.sizes[min(stage, vocabulary.stageCount - 1)]])
    }
  }

  /// The codebooks that restored codes are told to have: all of them, though the later ones may be
  /// missing, so that the tokenizer's decoder takes them; a later codebook alone can only be itself.
  func restored(of vocabulary: Vocabulary) -> Vocabulary {
    isPrefix ? vocabulary : kept(of: vocabulary)
  }

  /// The codes that an item's tokens were made from, of a tokenizer of this vocabulary.
  ///
  /// - Throws: `CodeFlatteningError` for tokens that are no codes of its codebooks,
  ///   `CodeError.wrongCount` for those that end within a position, which were never encoded.
  func restored(_ tokens: [UInt32], of vocabulary: Vocabulary) throws -> CodeStack {
    let restored = try CodeFlattening(vocabulary: kept(of: vocabulary)).restored(tokens)
    guard restored.dropped == nil else {
      throw CodeError.wrongCount(found: tokens.count, needed: restored.stack.codes.count)
    }
    return try CodeStack(
      vocabulary: self.restored(of: vocabulary), depths: restored.stack.depths,
      codes: restored.stack.codes)
  }
}
