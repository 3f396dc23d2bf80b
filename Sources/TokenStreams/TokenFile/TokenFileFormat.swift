import Bytes

/// Bytes and limits that every token file shares; TokenFile.md is the format's specification.
enum TokenFileFormat {
  /// The first bytes; like PNG's, they show a transfer that strips bit 7 or rewrites line ends.
  static let magic: [UInt8] = [0x89, 0x54, 0x45, 0x53, 0x53, 0x0D, 0x0A, 0x1A]
  /// The one version there is.
  static let version: UInt32 = 1
  /// The last bytes.
  static let endMark = Array("SSET".utf8)

  /// What a file starts with, ahead of its header.
  static let preamble: [UInt8] = {
    var preamble = ByteWriter()
    preamble.append(magic)
    preamble.append(integer: version)
    return preamble.bytes
  }()

  /// The most positions in a chunk.
  static let largestChunkPositions = 65_536
  /// The most positions in an item: ten days of sound at 75 frames a second.
  static let largestPositionCount = 1 << 26
  /// The most codes in an item, so that codes of no bits cannot fill the memory.
  static let largestCodeCount = 1 << 28
}

/// What is wrong with bytes or values, before anyone has said which file they belong to.
struct FormatFault: Error, CustomStringConvertible {
  /// The end of a sentence that begins with the file and the part of it.
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
