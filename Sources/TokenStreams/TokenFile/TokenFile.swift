import Bytes

/// A `.tess` file of token items, mapped into memory; one item is read without reading the others.
///
/// Every byte of the file is covered by a CRC-32C. Damage to the index is survived by reading
/// through the items and reported in ``damage``; damage to an item or a chunk is thrown when that
/// item is read, and leaves the others readable. The format is specified in TokenFile.md.
public struct TokenFile: Sendable {
  /// What the file says about all of its items.
  public let header: TokenFileHeader
  /// `TokenFileError.damagedIndex` when the items had to be found without the index, else nil.
  public let damage: TokenFileError?
  private let file: MappedFile
  private let entries: [TokenFileIndex.Entry]

  /// Whether a file that begins with these bytes, at least 8 of them, claims to be a token file.
  public static func recognizes(_ firstBytes: [UInt8]) -> Bool {
    firstBytes.starts(with: TokenFileFormat.magic)
  }

  /// Opens a file and reads its header and index.
  ///
  /// - Throws: `FileError` when it cannot be opened; `TokenFileError.notATokenFile`,
  ///   `.unsupportedVersion` or `.damagedHeader` when nothing in it can be read.
  public init(path: String) throws {
    let file = try MappedFile(path: path)
    let (header, itemsStart) = try Self.header(of: file)
    let index: TokenFileIndex
    let damage: TokenFileError?
    do {
      index = try TokenFileIndex(of: file, itemsStart: itemsStart)
      damage = nil
    } catch {
      index = .scanned(file, itemsStart: itemsStart, tokenizers: header.tokenizers)
      damage = .damagedIndex(path: path, reason: "\(error)", found: index.entries.count)
    }
    self.file = file
    self.header = header
    self.damage = damage
    entries = index.entries
  }

  private static func header(
    of file: MappedFile
  ) throws(TokenFileError) -> (header: TokenFileHeader, end: Int) {
    let preamble = TokenFileFormat.preamble
    let start = file.bytes(in: 0..<min(preamble.count, file.count))
    guard recognizes(start) else { throw .notATokenFile(path: file.path) }
    var version = ByteReader(Array(start.dropFirst(TokenFileFormat.magic.count)))
    guard let found = try? version.integer(UInt32.self) else {
      throw .damagedHeader(path: file.path, reason: "the file ends within it")
    }
    guard found == TokenFileFormat.version else {
      throw .unsupportedVersion(
        path: file.path, found: Int(found), supported: Int(TokenFileFormat.version))
    }
    do {
      let (header, end) = try SealedJSON.value(
        TokenFileHeader.self, of: file, at: preamble.count, context: preamble)
      return (header, end)
    } catch {
      throw .damagedHeader(path: file.path, reason: "\(error)")
    }
  }

  /// The path the file was opened by.
  public var path: String { file.path }

  /// How many items there are.
  public var count: Int { entries.count }

  /// The items' names, in the file's order.
  public var names: [String] { entries.map(\.name) }

  /// The first item with exactly this name, byte for byte, or nil.
  ///
  /// - Complexity: linear in the number of items.
  public func index(named name: String) -> Int? {
    entries.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// Everything about one item but its codes, which are not read.
  ///
  /// - Throws: `TokenFileError.noSuchItem` or `.damagedItem`.
  public func itemHeader(at index: Int) throws(TokenFileError) -> TokenItemHeader {
    try record(at: index).header
  }

  /// One item, whole.
  ///
  /// - Throws: `TokenFileError.noSuchItem`, `.damagedItem` or, for its first damaged chunk,
  ///   `.damagedChunk`.
  public func item(at index: Int) throws(TokenFileError) -> TokenItem {
    let (item, damaged) = try salvagedItem(at: index)
    if let first = damaged.first {
      throw .damagedChunk(path: path, item: index, name: item.name, first)
    }
    return item
  }

  /// What can still be read of one item: positions in damaged chunks have depth 0.
  ///
  /// - Throws: `TokenFileError.noSuchItem` or `.damagedItem`.
  public func salvagedItem(
    at index: Int
  ) throws(TokenFileError) -> (item: TokenItem, damaged: [DamagedChunk]) {
    let record = try record(at: index)
    let header = record.header
    let description = self.header.tokenizers[header.tokenizer]
    do {
      let (stack, damaged) = try record.codes(from: file, vocabulary: description.vocabulary)
      let item = TokenItem(
        name: header.name, tokenizer: header.tokenizer, original: header.original,
        codes: try ItemCodes(layout: description.layout, extents: header.extents, stack: stack),
        sideInformation: header.sideInformation)
      return (item, damaged)
    } catch {
      throw .damagedItem(path: path, item: index, name: header.name, reason: "\(error)")
    }
  }

  private func record(at index: Int) throws(TokenFileError) -> ItemRecord {
    guard entries.indices.contains(index) else {
      throw .noSuchItem(path: path, item: index, count: count)
    }
    let entry = entries[index]
    do {
      let record = try ItemRecord(
        of: file, at: entry.range.lowerBound, number: index, tokenizers: header.tokenizers)
      guard record.end == entry.range.upperBound, record.header.name == entry.name else {
        throw FormatFault("it disagrees with the index about its name or length")
      }
      return record
    } catch {
      throw .damagedItem(path: path, item: index, name: entry.name, reason: "\(error)")
    }
  }
}
