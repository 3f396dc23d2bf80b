import Bytes
import TokenStreams

/// One file of tokens, of which only the header was read.
struct TokenSource: Sendable {
  /// The file.
  let path: String
  /// The tokenizer that made the codes of a token file.
  private(set) var tokenizer: TokenizerDescription?
  /// How the codes of a token file become tokens.
  private(set) var flattening: CodeFlattening?
  /// How many different tokens there can be, where the file says so.
  private(set) var statedVocabularySize: Int?
  /// Whether items are grids.
  private(set) var holdsGrids = false
  /// How many tokens there are at most: exact for arrays, else what the file's size allows.
  let mostTokenCount: Int
  private let content: Content

  private enum Content: Sendable {
    case array(NumpyArray)
    case archive(NumpyArchive)
    case lines(JSONLinesFile)
    /// Codes of a token file; `splitsRows` where each row is a sequence of its own.
    case codes(TokenCorpus, splitsRows: Bool)
  }

  /// Looks at a file's first bytes and opens it as what it is.
  ///
  /// - Throws: `FileError`, `TokenFileError`, `TokenInputError`, `CodeFlatteningError`, `CorpusError`.
  init(path: String, limit: Int, selection: TokenInput.CodeSelection) throws {
    self.path = path
    let file = try MappedFile(path: path)
    let start = file.bytes(in: 0..<min(4096, file.count))
    if TokenFile.recognizes(start) {
      let files = try TokenFiles([path])
      let (tokenizer, codes) = (try files.onlyTokenizer(), selection)
      let corpus = try codes.corpus(of: tokenizer, in: files)
      content = .codes(corpus, splitsRows: codes.splitsRows)
      self.tokenizer = tokenizer
      flattening = corpus.description.sources.first?.flattening
      statedVocabularySize = corpus.vocabularySize
      holdsGrids = codes.keepsGrids(of: tokenizer)
      mostTokenCount = try tokenizer.mostCodeCount(in: file)
    } else if start.starts(with: NumpyHeader.magic) {
      let array = try NumpyArray(file)
      content = .array(array)
      mostTokenCount = array.elementCount
      holdsGrids = array.holdsGrids
    } else if start.starts(with: Array("PK".utf8)) {
      let archive = try NumpyArchive(file)
      content = .archive(archive)
      mostTokenCount = archive.tokenCount
      holdsGrids = archive.hasRows
    } else if JSONLinesFile.recognizes(start) {
      let lines = JSONLinesFile(file)
      content = .lines(lines)
      mostTokenCount = lines.mostTokenCount
      holdsGrids = try lines.beginsWithRows(vocabularySize: limit)
    } else {
      throw TokenInputError.notTokens(path: path)
    }
  }

  /// Items that are converted together.
  private static let tokensTogether = 1 << 20

  /// Hands every item to `body`, in order.
  ///
  /// - Throws: what `body` throws; what is wrong with the file; `TokenInputError.noGrid` for an item
  ///   that is none where grids are asked for.
  func forEach(
    vocabularySize: Int, asGrids: Bool = false, _ body: (TokenRecord) throws -> Void
  ) throws {
    guard holdsGrids || !asGrids else { throw TokenInputError.noGrid(name: path) }
    switch content {
    case .array(let array): try forEach(of: array, vocabularySize: vocabularySize, body)
    case .archive(let archive): try archive.forEach(vocabularySize: vocabularySize, body)
    case .lines(let lines):
      try lines.forEach(vocabularySize: vocabularySize, asGrids: asGrids, body)
    case .codes(let corpus, false):
      try corpus.limited(to: vocabularySize).forEach(body)
    case .codes(let corpus, true):
      try corpus.limited(to: vocabularySize).forEach { record in
        for row in 0..<record.rowCount {
          try body(
            TokenRecord(
              name: record.name, tokens: Array(record.row(row)), classID: record.classID))
        }
      }
    }
  }

  private func forEach(
    of array: NumpyArray, vocabularySize: Int, _ body: (TokenRecord) throws -> Void
  ) throws {
    let size = array.rowCount * array.rowLength
    let together = max(Self.tokensTogether / max(size, 1), 1)
    for start in stride(from: 0, to: array.count, by: together) {
      let items = start..<min(start + together, array.count)
      let tokens = try array.tokens(of: items, vocabularySize: vocabularySize)
      for item in items {
        let first = (item - start) * size
        try body(
          TokenRecord(
            name: .numbered(path: path, index: item),
            tokens: Array(tokens[first..<first + size]),
            rowCount: array.holdsGrids ? array.rowCount : nil))
      }
    }
  }

  /// Adds every item as a sequence.
  ///
  /// - Throws: what is wrong with the file.
  func collect(into collected: inout CollectedSequences, vocabularySize: Int) throws {
    switch content {
    case .array(let array):
      collected.append(
        try array.tokens(of: 0..<array.count, vocabularySize: vocabularySize),
        count: array.count, length: array.rowCount * array.rowLength)
    case .archive(let archive):
      try archive.collect(into: &collected, vocabularySize: vocabularySize)
    case .lines(let lines):
      try lines.forEachLine(vocabularySize: vocabularySize) { _, line in
        collected.append(line.tokens)
        return true
      }
    case .codes:
      try forEach(vocabularySize: vocabularySize) { collected.append($0.tokens) }
    }
  }
}

extension TokenCorpus {
  /// The same records, of which every token must be below `vocabularySize`.
  func limited(to vocabularySize: Int) throws(CorpusError) -> TokenCorpus {
    try TokenCorpus(vocabularySize: vocabularySize, description: description, parts: parts)
  }
}
