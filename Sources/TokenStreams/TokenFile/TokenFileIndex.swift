import Bytes

/// Where each item of a file begins and ends, and its name.
struct TokenFileIndex {
  /// One item's name and bytes.
  struct Entry {
    let name: String
    let range: Range<Int>
  }

  /// One entry an item, in the file's order, without gaps between them.
  private(set) var entries: [Entry] = []
  private let itemsStart: Int

  /// Offset of the index and number of items.
  private static let pointerByteCount = 8 + 8
  private static let footerByteCount =
    pointerByteCount + Seal.byteCount + TokenFileFormat.endMark.count
  /// Offset and length of an empty name.
  private static let leastEntryByteCount = 8 + 2

  /// An index of no items, the first of which will begin at `itemsStart`.
  init(itemsStart: Int) {
    self.itemsStart = itemsStart
  }

  /// Where the item after the last one begins.
  var end: Int { entries.last?.range.upperBound ?? itemsStart }

  /// Adds the item that follows the last one.
  mutating func append(name: String, byteCount: Int) {
    entries.append(Entry(name: name, range: end..<end + byteCount))
  }

  /// The index and the footer as they stand behind the last item.
  func bytes() -> [UInt8] {
    var index = ByteWriter()
    for entry in entries {
      index.append(integer: UInt64(entry.range.lowerBound))
      index.append(integer: UInt16(entry.name.utf8.count))
      index.append(entry.name.utf8)
    }
    index.append(integer: UInt64(end))
    index.append(integer: UInt64(entries.count))
    index.append(Seal.bytes(context: [], content: index.bytes))
    index.append(TokenFileFormat.endMark)
    return index.bytes
  }
}

extension TokenFileIndex {
  /// Reads the index that the last bytes of a file point to.
  ///
  /// - Throws: `FormatFault` or `TruncatedBytes`.
  init(of file: MappedFile, itemsStart: Int) throws {
    self.init(itemsStart: itemsStart)
    let footerStart = file.count - Self.footerByteCount
    guard footerStart >= itemsStart else { throw FormatFault("the file ends before it") }
    let mark = file.bytes(in: file.count - TokenFileFormat.endMark.count..<file.count)
    guard mark == TokenFileFormat.endMark else {
      throw FormatFault("the file does not end with the end mark")
    }
    var footer = ByteReader(file.bytes(in: footerStart..<file.count))
    let start = try footer.integer(UInt64.self)
    let count = try footer.integer(UInt64.self)
    guard start >= UInt64(itemsStart), start <= UInt64(footerStart),
      count <= (footerStart - Int(start)) / Self.leastEntryByteCount
    else { throw FormatFault("the footer points outside the file") }
    let content = try Seal.content(
      of: file, in: Int(start)..<footerStart + Self.pointerByteCount, context: [])
    try readEntries(count: Int(count), from: content, end: Int(start))
  }

  private mutating func readEntries(count: Int, from content: [UInt8], end: Int) throws {
    var reader = ByteReader(content)
    var items: [(name: String, start: UInt64)] = []
    for _ in 0..<count {
      let start = try reader.integer(UInt64.self)
      let length = try reader.integer(UInt16.self)
      guard let name = String(validating: try reader.take(Int(length)), as: UTF8.self) else {
        throw FormatFault("a name is not UTF-8")
      }
      items.append((name, start))
    }
    let ends = items.dropFirst().map(\.start) + [UInt64(end)]
    for (item, itemEnd) in zip(items, ends) {
      guard item.start == self.end, item.start < itemEnd, itemEnd <= end else {
        throw FormatFault("the items' offsets do not follow each other")
      }
      append(name: item.name, byteCount: Int(itemEnd - item.start))
    }
    guard self.end == end, reader.remaining == Self.pointerByteCount else {
      throw FormatFault("its entries do not fill it")
    }
  }

  /// Finds items by reading one header after the other, as far as they are whole.
  static func scanned(
    _ file: MappedFile, itemsStart: Int, tokenizers: [TokenizerDescription]
  ) -> TokenFileIndex {
    var index = TokenFileIndex(itemsStart: itemsStart)
    while index.end < file.count,
      let record = try? ItemRecord(
        of: file, at: index.end, number: index.entries.count, tokenizers: tokenizers)
    {
      index.append(name: record.header.name, byteCount: record.end - index.end)
    }
    return index
  }
}
