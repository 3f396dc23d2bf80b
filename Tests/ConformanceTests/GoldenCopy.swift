import Bytes
import FoundationEssentials
import TestSupport
import Testing

/// A copy of a committed golden case that a test may change.
struct GoldenCopy {
  private let folder: TemporaryFolder

  /// Copies a case such as `titok/tatitok`.
  init(_ name: String) throws {
    folder = try TemporaryFolder()
    for file in try Folder.names(in: ProjectFiles.golden(name)) {
      _ = try folder.write(
        MappedFile(path: ProjectFiles.golden(name) + "/" + file).allBytes(), to: file)
    }
  }

  var path: String { folder.path }

  /// Changes the bytes of a file.
  func edit(_ file: String, _ change: (inout [UInt8]) throws -> Void) throws {
    var bytes = try MappedFile(path: folder.file(file)).allBytes()
    try change(&bytes)
    _ = try folder.write(bytes, to: file)
  }

  /// Changes the bytes of one tensor.
  func edit(_ file: String, tensor: String, _ change: (inout ArraySlice<UInt8>) -> Void) throws {
    try edit(file) { bytes in
      let place = try Self.place(of: tensor, in: bytes)
      var part = bytes[place]
      change(&part)
      bytes.replaceSubrange(place, with: part)
    }
  }

  /// Changes the first 32-bit float of a tensor.
  func addToFirst(_ change: Float, _ file: String, tensor: String) throws {
    try edit(file, tensor: tensor) { bytes in
      let bits = bytes.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      let changed = (Float(bitPattern: bits) + change).bitPattern
      for byte in 0..<4 {
        bytes[bytes.startIndex + byte] = UInt8(truncatingIfNeeded: changed >> (8 * byte))
      }
    }
  }

  /// Replaces text by other text of the same length, once.
  func replace(_ text: String, by other: String, in file: String) throws {
    #expect(text.utf8.count == other.utf8.count)
    try edit(file) { bytes in
      let range = try #require(bytes.firstRange(of: Array(text.utf8)), "\(file) has no \(text)")
      bytes.replaceSubrange(range, with: Array(other.utf8))
    }
  }

  /// Takes a file away.
  func remove(_ file: String) throws {
    try FileManager.default.removeItem(atPath: folder.file(file))
  }

  private struct Entry: Decodable {
    let data_offsets: [Int]?
  }

  private static func place(of tensor: String, in bytes: [UInt8]) throws -> Range<Int> {
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONDecoder().decode([String: Entry].self, from: Data(bytes[8..<8 + length]))
    let offsets = try #require(header[tensor]?.data_offsets)
    return 8 + length + offsets[0]..<8 + length + offsets[1]
  }
}
