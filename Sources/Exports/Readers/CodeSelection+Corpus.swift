import TokenStreams

extension TokenInput.CodeSelection {
  /// Whether each row of a record is a sequence of its own.
  var splitsRows: Bool {
    if case .eachCodebook = self { true } else { false }
  }

  /// Whether the grids of a tokenizer stay grids.
  func keepsGrids(of tokenizer: TokenizerDescription) -> Bool {
    guard tokenizer.layout == .grid else { return false }
    switch self {
    case .interleaved(let codebooks): return (codebooks ?? tokenizer.vocabulary.stageCount) == 1
    case .eachCodebook: return false
    case .codebook: return true
    }
  }

  /// The items of a tokenizer, as selected.
  ///
  /// - Throws: `CodeFlatteningError`, `CorpusError`.
  func corpus(of tokenizer: TokenizerDescription, in files: TokenFiles) throws -> TokenCorpus {
    let vocabulary = tokenizer.vocabulary
    switch self {
    case .interleaved(let codebooks):
      return try files.corpus(
        of: tokenizer, flattening: CodeFlattening(vocabulary: vocabulary, codebooks: codebooks),
        keepsGridRows: true)
    case .eachCodebook(let codebooks):
      let flattening = try CodeFlattening(
        vocabulary: vocabulary, codebooks: codebooks, order: .parallel, separatesCodebooks: true)
      return try files.corpus(of: tokenizer, flattening: flattening)
    case .codebook(let stage):
      guard (0..<vocabulary.stageCount).contains(stage) else {
        throw CodeFlatteningError.impossible(
          reason: "codebook \(stage) is asked for, and the tokenizer has "
            + "\(vocabulary.stageCount), counted from 0")
      }
      return try files.corpus(ofCodebook: stage, of: tokenizer)
    }
  }
}

extension TokenFiles {
  /// The codes of one codebook alone, row by row where the items are grids.
  func corpus(ofCodebook stage: Int, of tokenizer: TokenizerDescription) throws -> TokenCorpus {
    var description = CorpusDescription(sources: [CorpusDescription.Source(tokenizer: tokenizer)])
    description.notes["codebook"] = String(stage)
    return try TokenCorpus(
      vocabularySize: tokenizer.vocabulary.sizes[stage], description: description,
      parts: parts(of: tokenizer) { item in
        let stack = item.codes.stack
        let codes = stack.codes(ofStage: stage).compactMap { $0 }
        guard codes.count == stack.positionCount else {
          let position = stack.depths.firstIndex { $0 <= stage } ?? 0
          throw ItemError(
            name: item.name,
            reason: CodeFlatteningError.shortPosition(
              position: position, depth: Int(stack.depths[position]), codebookCount: stage + 1,
              order: .interleaved))
        }
        var rowCount: Int?
        if case .grid(let grid) = item.codes { rowCount = grid.height }
        return TokenRecord(name: item.name, tokens: codes, rowCount: rowCount)
      })
  }
}
