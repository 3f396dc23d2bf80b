import Bytes

/// The CRC-32C that follows each part of a token file.
///
/// It covers a context as well, bytes that say where the part belongs, so that a part that was
/// moved is noticed like one that was changed.
enum Seal {
  /// Bytes of one checksum.
  static let byteCount = 4

  /// The checksum of a context and the content that follows it, least significant byte first.
  static func bytes(context: [UInt8], content: [UInt8]) -> [UInt8] {
    var checksum = CRC32C()
    checksum.update(context)
    checksum.update(content)
    var writer = ByteWriter()
    writer.append(integer: checksum.value)
    return writer.bytes
  }

  /// The context of an item's header.
  static func context(item: Int) -> [UInt8] {
    var context = ByteWriter()
    context.append(integer: UInt64(item))
    return context.bytes
  }

  /// The context of a chunk.
  static func context(item: Int, chunk: Int) -> [UInt8] {
    var context = ByteWriter()
    context.append(integer: UInt64(item))
    context.append(integer: UInt32(chunk))
    return context.bytes
  }

  /// Takes content off a file and compares it with the checksum behind it.
  ///
  /// - Throws: `FormatFault` when the file ends too early or the checksum disagrees.
  static func content(
    of file: MappedFile, in range: Range<Int>, context: [UInt8]
  ) throws(FormatFault) -> [UInt8] {
    guard range.upperBound <= file.count - byteCount else {
      throw FormatFault("it lies past the end of the file")
    }
    let content = file.bytes(in: range)
    let found = file.bytes(in: range.upperBound..<range.upperBound + byteCount)
    guard found == bytes(context: context, content: content) else {
      throw FormatFault("its checksum does not match")
    }
    return content
  }
}
