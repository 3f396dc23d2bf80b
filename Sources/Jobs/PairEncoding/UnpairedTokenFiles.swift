import Bytes
import Exports
import PairEncoding
import TokenStreams

/// Token files of merged tokens back into token files of codes.
struct UnpairedTokenFiles {
  let paths: [String]
  let coder: VocabularyCoder
  let vocabularyFile: SHA256Digest
  /// Rows and columns of grids whose items do not say.
  let gridExtents: (height: Int, width: Int)?

  /// Writes the items with their codes in place of their tokens.
  ///
  /// - Throws: `PairJobError.otherVocabulary`, `.unknownExtents`; what is wrong with an item.
  func write(to path: String) throws -> PairEncodingJob.Report {
    let files = try paths.map { try TokenFile(path: $0) }
    let origins = try files.map { file in
      try file.header.tokenizers.map {
        try PairedOrigin($0, path: file.path, vocabularyFile: vocabularyFile)
      }
    }
    var writer = try TokenFileWriter(
      path: path,
      header: TokenFileHeader(
        software: Software.name, tokenizers: origins.flatMap { $0.map(\.tokenizer) }))
    var (items, codes, tokens) = (0, 0, 0)
    var firstTokenizer = 0
    for (file, origins) in zip(files, origins) {
      for index in 0..<file.count {
        let item = try file.item(at: index)
        let restored = try restored(item, origins[item.tokenizer], path: file.path)
        try writer.append(
          TokenItem(
            name: item.name, tokenizer: firstTokenizer + item.tokenizer, original: item.original,
            codes: restored,
            sideInformation: GridExtents.removed(from: item.sideInformation)))
        items += 1
        codes += restored.stack.codes.count
        tokens += item.codes.stack.codes.count
      }
      firstTokenizer += origins.count
    }
    try writer.commit()
    return PairEncodingJob.Report(items: items, codes: codes, tokens: tokens)
  }

  private func restored(
    _ item: TokenItem, _ origin: PairedOrigin, path: String
  ) throws -> ItemCodes {
    let extents = GridExtents.stated(in: item.sideInformation) ?? gridExtents
    let isGrid = origin.tokenizer.layout == .grid
    guard !(isGrid || coder.takesGrids) || extents != nil else {
      throw PairJobError.unknownExtents(path: "\(path), \(item.name)")
    }
    let records = try coder.decode(
      [TokenRecord(name: "\(path), \(item.name)", tokens: item.codes.stack.codes)],
      extents: [extents].compactMap(\.self))
    do {
      return try laidOut(records.first?.tokens ?? [], origin, extents)
    } catch {
      throw PairJobError.undecodable(
        item: "\(path), \(item.name)", place: "its codes", reason: "\(error)")
    }
  }

  /// Codes in their tokenizer's layout.
  private func laidOut(
    _ codes: [UInt32], _ origin: PairedOrigin, _ extents: (height: Int, width: Int)?
  ) throws -> ItemCodes {
    let stack = try origin.selection.restored(codes, of: origin.vocabulary)
    let isGrid = origin.tokenizer.layout == .grid
    return try ItemCodes(
      layout: origin.tokenizer.layout,
      extents: isGrid ? extents.map { [$0.height, $0.width] } ?? [] : [stack.positionCount],
      stack: stack)
  }
}

/// The tokenizer whose codes were merged, as a token file's header tells of it.
struct PairedOrigin {
  /// The tokenizer, with the codebooks that restored codes have.
  let tokenizer: TokenizerDescription
  /// The codebooks that it has itself.
  let vocabulary: Vocabulary
  /// How its codes became the items whose pairs were merged.
  let selection: TokenInput.CodeSelection

  /// Takes the description of merged tokens.
  ///
  /// - Throws: `PairJobError.otherVocabulary` for codes that are not merged, or by another vocabulary.
  init(
    _ merged: TokenizerDescription, path: String, vocabularyFile: SHA256Digest
  ) throws(PairJobError) {
    guard let pairing = merged.pairing else {
      throw .otherVocabulary(path: path, reason: "its codes are not merged")
    }
    guard pairing.vocabularyFile == vocabularyFile else {
      throw .otherVocabulary(
        path: path,
        reason: "its tokens were made with the vocabulary of SHA-256 \(pairing.vocabularyFile)")
    }
    guard let selection = TokenInput.CodeSelection(pairing.codes) else {
      throw .otherVocabulary(
        path: path, reason: "its codes are taken as '\(pairing.codes)', which means nothing")
    }
    self.selection = selection
    vocabulary = pairing.vocabulary
    tokenizer = TokenizerDescription(
      id: merged.id, weights: merged.weights, media: merged.media, layout: pairing.layout,
      vocabulary: selection.restored(of: pairing.vocabulary), policy: merged.policy,
      preparation: merged.preparation)
  }
}
