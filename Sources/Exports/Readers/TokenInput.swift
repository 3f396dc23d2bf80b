import Bytes
public import TokenStreams

/// Tokens to be read: `.tess`, `.npy`, `.npz` and `.jsonl` files, and folders of them, told apart by
/// their content.
///
/// Nothing but headers is read before it is wanted, of lines of JSON the first. An array of one
/// dimension is one sequence, of two a sequence a row, of three a grid an item; a line of rows, be it
/// a single one, is a grid.
public struct TokenInput: Sendable {
  /// How the codes of token files are taken.
  public enum CodeSelection: Hashable, Sendable {
    /// All codebooks, or the first ones, position after position, each with tokens of its own; a grid
    /// of one codebook stays a grid.
    case interleaved(codebooks: Int? = nil)
    /// All codebooks, or the first ones, each as a sequence of its own, with tokens of its own.
    case eachCodebook(codebooks: Int? = nil)
    /// One codebook alone, counted from 0; a grid stays a grid.
    case codebook(Int)
  }

  /// The files, in the order in which they are read.
  public let paths: [String]
  /// The tokenizer that made the codes, where token files are among the files.
  public let tokenizer: TokenizerDescription?
  /// How codes become tokens, where token files are among the files and all codebooks are taken.
  public let flattening: CodeFlattening?
  /// What every token is below: the given limit or, where there was none, the size that the token
  /// files say; 2^32 where nothing does.
  public let vocabularySize: Int
  /// Whether every file holds grids; of lines of JSON the first one of each file decides.
  public let holdsGrids: Bool
  let sources: [TokenSource]

  /// Lists files and checks their headers.
  ///
  /// - Parameters:
  ///   - arguments: files, and folders that are searched all the way down.
  ///   - vocabularySize: what every token must be below; nil where it is not known.
  ///   - selection: how the codes of token files are taken.
  /// - Throws: `FileError`, `TokenFileError`, `TokenInputError`; `CodeFlatteningError` for codebooks
  ///   that a tokenizer does not have; `CorpusError.severalTokenizers`.
  public init(
    _ arguments: [String], vocabularySize: Int? = nil,
    selection: CodeSelection = .interleaved()
  ) throws {
    let paths = try arguments.flatMap(Self.files)
    let limit = vocabularySize ?? TokenCorpus.largestVocabulary
    var tokenizers: [TokenizerDescription] = []
    let sources = try paths.map { path in
      let source = try TokenSource(path: path, limit: limit, selection: selection)
      if let tokenizer = source.tokenizer,
        !tokenizers.contains(where: { $0.makesSameCodes(as: tokenizer) })
      {
        tokenizers.append(tokenizer)
      }
      return source
    }
    guard tokenizers.count <= 1 else {
      throw CorpusError.severalTokenizers(tokenizers.map(\.id))
    }
    guard !sources.isEmpty else { throw TokenInputError.nothingToDo(arguments) }
    self.paths = paths
    self.sources = sources
    tokenizer = tokenizers.first
    flattening = sources.lazy.compactMap(\.flattening).first
    let stated = sources.lazy.compactMap(\.statedVocabularySize).max()
    self.vocabularySize = vocabularySize ?? stated ?? TokenCorpus.largestVocabulary
    holdsGrids = sources.allSatisfy(\.holdsGrids)
  }

  private static let suffixes = [".tess", ".npy", ".npz", ".jsonl"]

  /// The files that an argument means; in a folder the suffix decides, so that descriptions and
  /// pictures beside the tokens are passed over.
  private static func files(of argument: String) throws(FileError) -> [String] {
    guard Folder.kind(of: argument) == .folder else { return [argument] }
    return try Folder.files(below: argument).filter { path in
      suffixes.contains { path.hasSuffix($0) }
    }
  }

  /// How many tokens all items have at most, known without reading them: exact for arrays, and for
  /// other files what their sizes allow.
  package var mostTokenCount: Int {
    sources.reduce(0) { $0.addingClamped($1.mostTokenCount) }
  }

  /// Hands every item to `body`, in order, a few in memory at a time.
  ///
  /// - Parameters:
  ///   - asGrids: whether items must be grids.
  ///   - body: what is done with an item.
  /// - Throws: what `body` throws; what is wrong with a file, such as
  ///   `TokenInputError.unusableToken`; `.noGrid` for an item that should be a grid.
  public func forEach(asGrids: Bool = false, _ body: (TokenRecord) throws -> Void) throws {
    for source in sources {
      try source.forEach(vocabularySize: vocabularySize, asGrids: asGrids, body)
    }
  }

  /// All sequences in memory; grids run row by row from the top left.
  ///
  /// - Throws: as ``forEach(_:)`` does.
  public func sequences() throws -> TokenSequences {
    var collected = CollectedSequences()
    for source in sources {
      try source.collect(into: &collected, vocabularySize: vocabularySize)
    }
    return try collected.sequences()
  }

  /// All grids in memory.
  ///
  /// - Throws: as ``forEach(_:)`` does; `TokenInputError.noGrid` for an item that is none.
  public func grids() throws -> [TokenGrid] {
    var grids: [TokenGrid] = []
    try forEach(asGrids: true) { record in
      guard
        let grid = try? TokenGrid(
          height: record.rowCount, width: record.rowLength, tokens: record.tokens)
      else { throw TokenInputError.noGrid(name: record.name) }
      grids.append(grid)
    }
    return grids
  }

  /// The items as a corpus, for exporting them or changing them on the way.
  ///
  /// - Parameter asGrids: whether items must be grids; one that is none is reported when it is read.
  /// - Returns: a corpus that reads the files when its records are wanted.
  /// - Throws: `CorpusError.impossibleVocabulary`.
  public func corpus(asGrids: Bool = false) throws(CorpusError) -> TokenCorpus {
    var corpusSources: [CorpusDescription.Source] = []
    if tokenizer != nil || flattening != nil {
      corpusSources = [CorpusDescription.Source(tokenizer: tokenizer, flattening: flattening)]
    }
    let (sources, vocabularySize) = (sources, vocabularySize)
    let parts = sources.map { source in
      CorpusPart { body in
        try source.forEach(vocabularySize: vocabularySize, asGrids: asGrids, body)
      }
    }
    return try TokenCorpus(
      vocabularySize: vocabularySize, description: CorpusDescription(sources: corpusSources),
      parts: parts)
  }
}
