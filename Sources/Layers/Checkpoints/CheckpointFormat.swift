import Bytes

/// The formats of files that hold tensors, told apart by their first bytes.
enum CheckpointFormat {
  case safetensors
  case torchArchive

  /// The format of a mapped file; where the bytes do not tell, its name says what it should be.
  ///
  /// - Throws: `CheckpointError.unknownFormat`.
  init(of file: MappedFile) throws {
    let start = file.bytes(in: 0..<min(file.count, LegacyArchive.magic.count))
    if start.count > 8, start[8] == UInt8(ascii: "{") {
      self = .safetensors
    } else if start.starts(with: [0x50, 0x4B, 3, 4]) || start == LegacyArchive.magic {
      self = .torchArchive
    } else if file.path.hasSuffix(".safetensors") {
      self = .safetensors
    } else if CheckpointFolder.archiveSuffixes.contains(where: file.path.hasSuffix) {
      self = .torchArchive
    } else {
      throw CheckpointError.unknownFormat(path: file.path)
    }
  }
}
