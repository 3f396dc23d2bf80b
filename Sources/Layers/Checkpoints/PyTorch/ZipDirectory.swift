import Bytes

/// The records of a zip file that stores them uncompressed, as `torch.save` writes it.
///
/// Checksums are not verified: that would read gigabytes that nobody asked for.
struct ZipDirectory {
  private let file: MappedFile
  private let records: [String: ZipRecord]
  /// For every record, by where it begins: where it must end, at the next one's beginning at latest.
  private let limits: [Int: Int]

  /// More would be no checkpoint: a model of 100,000 tensors has a directory of 8 MB.
  private static let largestDirectory = 1 << 26

  /// Reads the directory and checks that no two records overlap.
  ///
  /// - Throws: `ArchiveFailure` or `TruncatedBytes`.
  init(file: MappedFile) throws {
    let end = try ZipEnd(file: file)
    guard end.directory.count <= Self.largestDirectory else {
      throw ArchiveFailure.unsupported("its zip directory takes \(end.directory.count) bytes")
    }
    var reader = ByteReader(file.bytes(in: end.directory))
    var records: [String: ZipRecord] = [:]
    for _ in 0..<end.recordCount {
      let record = try ZipRecord(from: &reader)
      guard records.updateValue(record, forKey: record.name) == nil else {
        throw ArchiveFailure.malformed("it holds \(record.name) twice")
      }
    }
    self.file = file
    self.records = records
    limits = try Self.limits(of: Array(records.values), before: end.directory.lowerBound)
  }

  /// The records' names, in no order.
  var names: some Sequence<String> { records.keys }

  private static func limits(of records: [ZipRecord], before end: Int) throws -> [Int: Int] {
    var limits: [Int: Int] = [:]
    var limit = end
    for record in records.sorted(by: { $0.start > $1.start }) {
      guard record.start <= limit, record.leastByteCount <= limit - record.start else {
        throw ArchiveFailure.malformed(
          "\(record.name) overlaps what follows it or lies outside the file")
      }
      limits[record.start] = limit
      limit = record.start
    }
    return limits
  }

  /// Where a record's bytes lie in the file, or nil when there is none of that name.
  ///
  /// - Throws: `ArchiveFailure` for a compressed or encrypted one, or where the file disagrees with
  ///   its directory.
  func bytes(of name: String) throws -> Range<Int>? {
    guard let record = records[name], let limit = limits[record.start] else { return nil }
    guard !record.isEncrypted else { throw ArchiveFailure.unsupported("\(name) is encrypted") }
    guard record.isStored else {
      throw ArchiveFailure.unsupported("\(name) is compressed, unlike what torch.save writes")
    }
    var header = ByteReader(file.bytes(in: record.start..<record.start + ZipRecord.headerSize))
    let signature = try header.integer(UInt32.self)
    _ = try header.take(22)
    let nameCount = Int(try header.integer(UInt16.self))
    let start =
      record.start + ZipRecord.headerSize + nameCount + Int(try header.integer(UInt16.self))
    guard signature == 0x0403_4B50, start <= limit, record.byteCount <= limit - start,
      file.bytes(in: record.start + ZipRecord.headerSize..<start).starts(with: record.name.utf8),
      nameCount == record.name.utf8.count
    else { throw ArchiveFailure.malformed("\(name) is not where the zip directory says") }
    return start..<start + record.byteCount
  }
}
