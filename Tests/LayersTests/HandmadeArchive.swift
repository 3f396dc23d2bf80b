import Bytes
import Layers
import TestSupport

/// A zip file put together by hand, so that every field can lie.
struct HandmadeArchive {
  /// One record of the archive.
  struct Record {
    var name: String
    var bytes: [UInt8]
    var method: UInt16 = 0
    var flags: UInt16 = 0
    /// What the directory says of the record's beginning, beyond the truth.
    var startShift = 0
    /// What the directory says of its size, beyond the truth.
    var sizeShift = 0
    /// What the record's own header calls it; nil for the directory's name.
    var localName: String?
  }

  var records: [Record]
  /// Whether sizes and places stand in 64-bit fields, as they must beyond 4 GB.
  var isWide = false
  /// What the end says of the number of records, beyond the truth.
  var countShift = 0
  /// What the end says of the directory's beginning, beyond the truth.
  var directoryShift = 0
  var comment: [UInt8] = []

  init(_ records: [Record]) {
    self.records = records
  }

  /// An archive as `torch.save` lays it out.
  init(pickle: [UInt8], storages: [[UInt8]] = [], byteOrder: String? = "little") {
    records = [Record(name: "archive/data.pkl", bytes: pickle)]
    if let byteOrder {
      records.append(Record(name: "archive/byteorder", bytes: Array(byteOrder.utf8)))
    }
    for (index, bytes) in storages.enumerated() {
      records.append(Record(name: "archive/data/\(index)", bytes: bytes))
    }
  }

  var bytes: [UInt8] {
    var (file, directory) = (ByteWriter(), ByteWriter())
    for record in records {
      let start = file.bytes.count + record.startShift
      appendLocalHeader(record, to: &file)
      file.append(record.bytes)
      appendDirectoryEntry(record, start: start, to: &directory)
    }
    let start = file.bytes.count + directoryShift
    file.append(directory.bytes)
    appendEnd(directory: start..<start + directory.bytes.count, to: &file)
    return file.bytes
  }

  private func appendLocalHeader(_ record: Record, to file: inout ByteWriter) {
    let name = Array((record.localName ?? record.name).utf8)
    file.append(integer: UInt32(0x0403_4B50))
    file.append([0, 0, 0, 0] + Array(repeating: 0, count: 18))
    file.append(integer: UInt16(name.count))
    file.append(integer: UInt16(3))
    file.append(name + [0, 0, 0])
  }

  private func appendDirectoryEntry(
    _ record: Record, start: Int, to directory: inout ByteWriter
  ) {
    let (size, narrow) = (record.bytes.count + record.sizeShift, UInt32.max)
    let name = Array(record.name.utf8)
    directory.append(integer: UInt32(0x0201_4B50))
    directory.append([0, 0, 0, 0])
    directory.append(integer: record.flags)
    directory.append(integer: record.method)
    directory.append(Array(repeating: 0, count: 8))
    for _ in 0..<2 {
      directory.append(integer: isWide ? narrow : UInt32(truncatingIfNeeded: size))
    }
    directory.append(integer: UInt16(name.count))
    directory.append(integer: UInt16(isWide ? 28 : 0))
    directory.append(Array(repeating: 0, count: 10))
    directory.append(integer: isWide ? narrow : UInt32(truncatingIfNeeded: start))
    directory.append(name)
    guard isWide else { return }
    directory.append([1, 0, 24, 0])
    for value in [size, size, start] {
      directory.append(integer: UInt64(truncatingIfNeeded: value))
    }
  }

  private func appendEnd(directory: Range<Int>, to file: inout ByteWriter) {
    let count = records.count + countShift
    if isWide {
      let start = file.bytes.count
      file.append(integer: UInt32(0x0606_4B50))
      file.append(Array(repeating: 0, count: 20))
      for value in [count, count, directory.count, directory.lowerBound] {
        file.append(integer: UInt64(truncatingIfNeeded: value))
      }
      file.append(integer: UInt32(0x0706_4B50))
      file.append([0, 0, 0, 0])
      file.append(integer: UInt64(start))
      file.append([1, 0, 0, 0])
    }
    file.append(integer: UInt32(0x0605_4B50))
    file.append([0, 0, 0, 0])
    for _ in 0..<2 { file.append(integer: isWide ? .max : UInt16(truncatingIfNeeded: count)) }
    file.append(integer: isWide ? .max : UInt32(directory.count))
    file.append(integer: isWide ? .max : UInt32(truncatingIfNeeded: directory.lowerBound))
    file.append(integer: UInt16(comment.count))
    file.append(comment)
  }

  /// Writes the file and opens it.
  func opened(in folder: TemporaryFolder, root: String? = nil) throws -> Checkpoint {
    let path = try HandmadeFile.write(bytes, to: folder.file("handmade.pt"))
    return try Checkpoint(path: path, root: root)
  }
}
