import Bytes

/// The record at the end of a zip file, which says where its directory lies (APPNOTE.TXT 4.3.14 to
/// 4.3.16), with the 64-bit form that files over 4 GB need.
struct ZipEnd {
  /// The directory's bytes.
  let directory: Range<Int>
  /// How many records the directory lists.
  let recordCount: Int

  private static let size = 22
  private static let locatorSize = 20
  private static let wideSize = 56

  /// Finds and checks the record.
  ///
  /// - Throws: `ArchiveFailure` or `TruncatedBytes`.
  init(file: MappedFile) throws {
    let tail = max(0, file.count - Self.size - Int(UInt16.max))..<file.count
    guard let offset = Self.offset(in: file.bytes(in: tail)) else {
      throw ArchiveFailure.malformed("it does not end as a zip file does; it may be cut short")
    }
    let position = tail.lowerBound + offset
    var reader = ByteReader(file.bytes(in: position..<position + Self.size))
    _ = try reader.take(4)
    let (disk, directoryDisk) = (try reader.integer(UInt16.self), try reader.integer(UInt16.self))
    let (countHere, count) = (try reader.integer(UInt16.self), try reader.integer(UInt16.self))
    let (size, start) = (try reader.integer(UInt32.self), try reader.integer(UInt32.self))
    if let wide = try Self.wideRecord(in: file, before: position) {
      self = wide
      return
    }
    guard disk == 0, directoryDisk == 0, countHere == count else {
      throw ArchiveFailure.unsupported("it is one part of a zip file in several parts")
    }
    try self.init(start: UInt64(start), size: UInt64(size), count: UInt64(count), limit: position)
  }

  private init(start: UInt64, size: UInt64, count: UInt64, limit: Int) throws {
    // A directory's record takes 46 bytes at least, which bounds what is allocated for them.
    guard start <= UInt64(limit), size <= UInt64(limit) - start, count <= size / 46 else {
      throw ArchiveFailure.malformed(
        "its zip directory claims \(count) records in \(size) bytes at \(start)")
    }
    directory = Int(start)..<Int(start + size)
    recordCount = Int(count)
  }

  /// Where the record begins in a file's last bytes: its comment must reach exactly to the end.
  private static func offset(in tail: [UInt8]) -> Int? {
    stride(from: tail.count - size, through: 0, by: -1).first { offset in
      tail[offset] == 0x50 && tail[offset + 1] == 0x4B && tail[offset + 2] == 5
        && tail[offset + 3] == 6
        && Int(tail[offset + 20]) | Int(tail[offset + 21]) << 8 == tail.count - offset - size
    }
  }

  /// The 64-bit record, where a locator before the 32-bit one points to it.
  private static func wideRecord(in file: MappedFile, before position: Int) throws -> ZipEnd? {
    guard position >= locatorSize else { return nil }
    var locator = ByteReader(file.bytes(in: position - locatorSize..<position))
    guard try locator.integer(UInt32.self) == 0x0706_4B50 else { return nil }
    _ = try locator.take(4)
    let claimed = try locator.integer(UInt64.self)
    let limit = position - locatorSize - wideSize
    guard let start = Int(exactly: claimed), start <= limit else {
      throw ArchiveFailure.malformed("its 64-bit zip record is said to lie at \(claimed)")
    }
    var reader = ByteReader(file.bytes(in: start..<start + wideSize))
    guard try reader.integer(UInt32.self) == 0x0606_4B50 else {
      throw ArchiveFailure.malformed("its 64-bit zip record is not where it is said to lie")
    }
    _ = try reader.take(12)
    let (disk, directoryDisk) = (try reader.integer(UInt32.self), try reader.integer(UInt32.self))
    let (countHere, count) = (try reader.integer(UInt64.self), try reader.integer(UInt64.self))
    guard disk == 0, directoryDisk == 0, countHere == count else {
      throw ArchiveFailure.unsupported("it is one part of a zip file in several parts")
    }
    let (size, directory) = (try reader.integer(UInt64.self), try reader.integer(UInt64.self))
    return try ZipEnd(start: directory, size: size, count: count, limit: start)
  }
}
