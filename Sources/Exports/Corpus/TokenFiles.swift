import Bytes
public import TokenStreams

/// Token files to be exported, opened one at a time.
public struct TokenFiles: Sendable {
  /// The files' paths, in the order in which they are read.
  public let paths: [String]
  /// The tokenizers that made the items' codes, without repetition, in the order of first use.
  public let tokenizers: [TokenizerDescription]
  private let files: [ListedFile]

  /// What is kept of a file between two readings.
  private struct ListedFile: Sendable {
    let path: String
    /// For each of `tokenizers`, which of the file's items it made.
    var items: [Int: [Int]] = [:]
  }

  /// Lists files, and all `.tess` files below folders in the order of their names' bytes.
  ///
  /// - Throws: `FileError` or `TokenFileError` for a file that cannot be read or whose index is
  ///   damaged; `CorpusError.nothingToDo` for no items at all.
  public init(_ arguments: [String]) throws {
    paths = try arguments.flatMap(Self.files)
    var tokenizers: [TokenizerDescription] = []
    files = try paths.map { path in
      let file = try Self.open(path)
      var listed = ListedFile(path: path)
      for index in 0..<file.count {
        let used =
          file.header.tokenizers.count == 1 ? 0 : try file.itemHeader(at: index).tokenizer
        let description = file.header.tokenizers[used]
        let known = tokenizers.firstIndex { $0.makesSameCodes(as: description) }
        if known == nil { tokenizers.append(description) }
        listed.items[known ?? tokenizers.count - 1, default: []].append(index)
      }
      return listed
    }
    self.tokenizers = tokenizers
    guard !tokenizers.isEmpty else { throw CorpusError.nothingToDo(arguments) }
  }

  /// The files that an argument means: itself, or all token files below a folder.
  static func files(of argument: String) throws(FileError) -> [String] {
    guard Folder.kind(of: argument) == .folder else { return [argument] }
    return try Folder.files(below: argument).filter { $0.hasSuffix(".tess") }
  }

  /// Opens a file whose items can all be found.
  private static func open(_ path: String) throws -> TokenFile {
    let file = try TokenFile(path: path)
    if let damage = file.damage { throw damage }
    return file
  }

  /// The names of the items of all tokenizers.
  ///
  /// - Throws: as opening does.
  public func names() throws -> [String] {
    try paths.flatMap { try Self.open($0).names }
  }

  /// The one tokenizer of all items.
  ///
  /// - Throws: `CorpusError.severalTokenizers`.
  public func onlyTokenizer() throws(CorpusError) -> TokenizerDescription {
    guard tokenizers.count == 1 else { throw .severalTokenizers(tokenizers.map(\.id)) }
    return tokenizers[0]
  }

  /// The items of one tokenizer as tokens `0..<flattening.vocabularySize`.
  ///
  /// - Parameters:
  ///   - tokenizer: one of ``tokenizers``.
  ///   - flattening: how codes become tokens.
  ///   - classes: gives each item its class.
  ///   - keepsGridRows: whether records of grids with one codebook have a row for each of the
  ///     grid's, as two-dimensional pair encoding takes them.
  /// - Returns: a corpus that reads items when they are wanted.
  /// - Throws: `CodeFlatteningError.otherVocabulary` for a tokenizer of other codebooks; items that
  ///   cannot be read or flattened are reported when they are read.
  public func corpus(
    of tokenizer: TokenizerDescription, flattening: CodeFlattening, classes: ItemClasses? = nil,
    keepsGridRows: Bool = false
  ) throws -> TokenCorpus {
    try flattening.check(tokenizer.vocabulary)
    let kept = keepsGridRows && flattening.keepsGrid
    return try TokenCorpus(
      vocabularySize: flattening.vocabularySize,
      description: CorpusDescription(
        sources: [CorpusDescription.Source(tokenizer: tokenizer, flattening: flattening)],
        classNames: classes?.names ?? []),
      parts: parts(of: tokenizer) { item in
        let classID = try classes?.number(of: item.name)
        return try flattening.record(of: item, classID: classID, keepsGridRows: kept)
      })
  }

  /// One part a file, which makes a record of each of a tokenizer's items.
  func parts(
    of tokenizer: TokenizerDescription,
    _ record: @escaping @Sendable (TokenItem) throws -> TokenRecord
  ) -> [CorpusPart] {
    let number = tokenizers.firstIndex { $0.makesSameCodes(as: tokenizer) }
    return files.compactMap { file in
      guard let number, let items = file.items[number] else { return nil }
      return CorpusPart(count: items.count) {
        let opened = try Self.open(file.path)
        return { index in try record(opened.item(at: items[index])) }
      }
    }
  }
}

extension TokenizerDescription {
  /// Whether equal codes of both mean the same; how lengths were chosen is no matter.
  func makesSameCodes(as other: TokenizerDescription) -> Bool {
    weights == other.weights && layout == other.layout && vocabulary == other.vocabulary
      && pairing == other.pairing
  }
}
