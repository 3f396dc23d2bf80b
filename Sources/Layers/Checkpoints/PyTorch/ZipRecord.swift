import Bytes

/// One record as a zip file's directory describes it (APPNOTE.TXT 4.3.12).
struct ZipRecord {
  /// The record's path inside the archive.
  let name: String
  /// Where its own header begins in the file.
  let start: Int
  /// How many bytes it stores.
  let byteCount: Int
  /// Whether they are stored as they are.
  let isStored: Bool
  /// Whether a password is needed.
  let isEncrypted: Bool

  /// Bytes of a record's own header, before its name.
  static let headerSize = 30

  /// What the record takes in the file at least.
  var leastByteCount: Int {
    let (sum, overflow) = byteCount.addingReportingOverflow(Self.headerSize + name.utf8.count)
    return overflow ? .max : sum
  }

  /// Takes the next record of a directory.
  ///
  /// - Throws: `ArchiveFailure` or `TruncatedBytes`.
  init(from reader: inout ByteReader) throws {
    guard try reader.integer(UInt32.self) == 0x0201_4B50 else {
      throw ArchiveFailure.malformed("its zip directory is damaged")
    }
    _ = try reader.take(4)
    let flags = try reader.integer(UInt16.self)
    let method = try reader.integer(UInt16.self)
    _ = try reader.take(8)
    let (packed, size) = (try reader.integer(UInt32.self), try reader.integer(UInt32.self))
    let nameCount = try reader.integer(UInt16.self)
    let extraCount = try reader.integer(UInt16.self)
    let commentCount = try reader.integer(UInt16.self)
    _ = try reader.take(8)
    let start = try reader.integer(UInt32.self)
    guard let name = String(validating: try reader.take(Int(nameCount)), as: UTF8.self) else {
      throw ArchiveFailure.malformed("a record's name is not UTF-8 text")
    }
    var extra = ByteReader(Array(try reader.take(Int(extraCount))))
    _ = try reader.take(Int(commentCount))
    var wide = try Self.wideFields(&extra)
    let wideSize = try Self.widened(size, from: &wide)
    let widePacked = try Self.widened(packed, from: &wide)
    self.name = name
    self.start = try Self.widened(start, from: &wide)
    byteCount = wideSize
    isStored = method == 0
    isEncrypted = flags & 1 != 0
    guard !isStored || isEncrypted || widePacked == wideSize else {
      throw ArchiveFailure.malformed("\(name) stores \(widePacked) bytes as \(wideSize)")
    }
  }

  /// The 64-bit values among a record's extra fields (APPNOTE.TXT 4.5.3).
  private static func wideFields(_ extra: inout ByteReader) throws -> ByteReader {
    while extra.remaining >= 4 {
      let kind = try extra.integer(UInt16.self)
      let field = try extra.take(Int(try extra.integer(UInt16.self)))
      if kind == 1 { return ByteReader(Array(field)) }
    }
    return ByteReader([])
  }

  /// A 32-bit value, or where it is all ones the next 64-bit one.
  private static func widened(_ value: UInt32, from wide: inout ByteReader) throws -> Int {
    guard value == .max else { return Int(value) }
    let claimed = try wide.integer(UInt64.self)
    guard let value = Int(exactly: claimed) else {
      throw ArchiveFailure.malformed("its zip directory claims \(claimed) bytes")
    }
    return value
  }
}
