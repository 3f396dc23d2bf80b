import Bytes
import Exports
import PairEncoding
import TokenStreams

/// Token files whose pairs are merged into another token file.
struct PairedTokenFiles {
  let paths: [String]
  let tokenizer: TokenizerDescription
  let selection: TokenInput.CodeSelection
  let coder: VocabularyCoder
  let vocabularyFile: SHA256Digest

  private static let itemsTogether = 1 << 12

  /// Writes the items with their tokens in place of their codes.
  ///
  /// - Throws: `PairJobError.notTokenFiles`, `.severalSequences`; what is wrong with an item.
  func write(to path: String) throws -> PairEncodingJob.Report {
    if case .eachCodebook = selection {
      throw PairJobError.severalSequences(path: path, codes: selection.text)
    }
    let files = try paths.map(opened)
    let paired = described(tokenizer)
    var writer = try TokenFileWriter(
      path: path, header: TokenFileHeader(software: Software.name, tokenizers: [paired]))
    var (items, codes, tokens) = (0, 0, 0)
    for file in files {
      var written = 0
      try forEachBlock(of: file) { records in
        let encoded = try coder.encode(records, firstIndex: items)
        for index in records.indices {
          let item = try file.item(at: written + index)
          try writer.append(try merged(item, encoded[index], paired.vocabulary))
        }
        written += records.count
        items += records.count
        codes += records.reduce(0) { $0 + $1.tokens.count }
        tokens += encoded.tokens.count
      }
    }
    try writer.commit()
    return PairEncodingJob.Report(
      items: items, codes: codes, tokens: tokens,
      codebooks: selection.part(of: tokenizer.vocabulary))
  }

  /// Hands on a file's records, a few thousand at a time, in the order of its items.
  private func forEachBlock(
    of file: TokenFile, _ body: ([TokenRecord]) throws -> Void
  ) throws {
    var block: [TokenRecord] = []
    try TokenInput([file.path], selection: selection).forEach { record in
      block.append(record)
      guard block.count == Self.itemsTogether else { return }
      try body(block)
      block = []
    }
    try body(block)
  }

  private func opened(_ path: String) throws -> TokenFile {
    let file = try MappedFile(path: path)
    guard TokenFile.recognizes(file.bytes(in: 0..<min(16, file.count))) else {
      throw PairJobError.notTokenFiles(path: path)
    }
    return try TokenFile(path: path)
  }

  private func described(_ tokenizer: TokenizerDescription) -> TokenizerDescription {
    TokenizerDescription(
      id: tokenizer.id, weights: tokenizer.weights, media: tokenizer.media, layout: .sequence,
      vocabulary: Vocabulary(sizes: [coder.tokenCount]), policy: tokenizer.policy,
      preparation: tokenizer.preparation,
      pairing: PairingDescription(
        vocabularyFile: vocabularyFile, codes: selection.text, layout: tokenizer.layout,
        vocabulary: tokenizer.vocabulary))
  }

  private func merged(
    _ item: TokenItem, _ tokens: ArraySlice<UInt32>, _ vocabulary: Vocabulary
  ) throws -> TokenItem {
    var sideInformation = item.sideInformation
    if case .grid(let grid) = item.codes {
      guard GridExtents.state((grid.height, grid.width), in: &sideInformation) else {
        throw PairJobError.gridTooWide(item: item.name)
      }
    }
    let stack = try CodeStack(
      vocabulary: vocabulary, depths: Array(repeating: 1, count: tokens.count),
      codes: Array(tokens))
    return TokenItem(
      name: item.name, tokenizer: 0, original: item.original,
      codes: .sequence(CodeSequence(stack: stack)), sideInformation: sideInformation)
  }
}
