import Bytes

/// Writes a token file item by item; the file appears whole with `commit()` or not at all.
///
/// Nothing but the index is kept in memory. The same header and items give the same bytes.
public struct TokenFileWriter: ~Copyable {
  /// What the file says about all of its items.
  public let header: TokenFileHeader
  private let chunkPositions: Int
  private var file: AtomicFile
  private var index: TokenFileIndex

  /// Starts a file of no items.
  ///
  /// - Parameters:
  ///   - path: Where the file will stand.
  ///   - header: What it says about all of its items.
  ///   - chunkPositions: How many positions are lost with one damaged byte, `1...65536`.
  /// - Throws: `FileError.unwritable` or `TokenFileError.unusableHeader`.
  public init(
    path: String, header: TokenFileHeader, chunkPositions: Int = 4_096
  ) throws {
    precondition(
      (1...TokenFileFormat.largestChunkPositions).contains(chunkPositions),
      "a chunk has 1 to 65536 positions")
    let start = try Self.start(path: path, header: header)
    var file = try AtomicFile(path: path)
    try file.append(start)
    self.header = header
    self.chunkPositions = chunkPositions
    self.file = file
    index = TokenFileIndex(itemsStart: start.count)
  }

  private static func start(
    path: String, header: TokenFileHeader
  ) throws(TokenFileError) -> [UInt8] {
    let preamble = TokenFileFormat.preamble
    do {
      return preamble + (try SealedJSON.bytes(of: header, context: preamble))
    } catch {
      throw .unusableHeader(path: path, reason: "\(error)")
    }
  }

  /// Appends an item.
  ///
  /// - Throws: `TokenFileError.unusableItem` for an item that does not fit the header, after which
  ///   others can still be appended, or `FileError.unwritable`, after which nothing can.
  public mutating func append(_ item: TokenItem) throws {
    let record: [UInt8]
    do {
      try Self.check(item, against: header.tokenizers)
      record = try ItemRecord.bytes(
        of: item, number: index.entries.count, chunkPositions: chunkPositions,
        tokenizers: header.tokenizers)
    } catch {
      throw TokenFileError.unusableItem(path: file.path, name: item.name, reason: "\(error)")
    }
    try file.append(record)
    index.append(name: item.name, byteCount: record.count)
  }

  /// Writes the index and moves the file to its place.
  ///
  /// - Throws: `FileError.unwritable`.
  public consuming func commit() throws {
    try file.append(index.bytes())
    try file.commit()
  }

  /// What only the codes themselves can say; the rest is checked with the item's header.
  private static func check(
    _ item: TokenItem, against tokenizers: [TokenizerDescription]
  ) throws(FormatFault) {
    guard tokenizers.indices.contains(item.tokenizer) else { return }
    let description = tokenizers[item.tokenizer]
    guard item.codes.layout == description.layout,
      item.codes.stack.vocabulary == description.vocabulary
    else { throw FormatFault("its codes have another layout or vocabulary than its tokenizer") }
    guard item.codes.stack.codes.count <= TokenFileFormat.largestCodeCount else {
      throw FormatFault("it has more than \(TokenFileFormat.largestCodeCount) codes")
    }
  }
}
