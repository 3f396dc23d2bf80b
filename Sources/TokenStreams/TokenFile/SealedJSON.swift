import Bytes
import FoundationEssentials

/// A JSON object in a token file: its length in bytes as 32 bits, its text, their checksum.
enum SealedJSON {
  private static let lengthByteCount = 4

  /// The bytes of one object, keys in byte order so that equal values give equal bytes.
  ///
  /// - Throws: `FormatFault` when a value has no JSON form or the text is too long.
  static func bytes(of value: some Encodable, context: [UInt8]) throws(FormatFault) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let text = try? encoder.encode(value), let length = UInt32(exactly: text.count) else {
      throw FormatFault("it cannot be written as JSON")
    }
    var writer = ByteWriter()
    writer.append(integer: length)
    writer.append(text)
    writer.append(Seal.bytes(context: context, content: writer.bytes))
    return writer.bytes
  }

  /// Reads the object that begins at `offset`, and where it ends.
  ///
  /// - Throws: `FormatFault`.
  static func value<Value: Decodable>(
    _: Value.Type, of file: MappedFile, at offset: Int, context: [UInt8]
  ) throws(FormatFault) -> (value: Value, end: Int) {
    var field = ByteReader(file.bytes(in: offset..<min(offset + lengthByteCount, file.count)))
    guard let length = try? field.integer(UInt32.self) else {
      throw FormatFault("it lies past the end of the file")
    }
    let textEnd = offset + lengthByteCount + Int(length)
    let content = try Seal.content(of: file, in: offset..<textEnd, context: context)
    do {
      let text = Data(content.dropFirst(lengthByteCount))
      return (try JSONDecoder().decode(Value.self, from: text), textEnd + Seal.byteCount)
    } catch {
      throw FormatFault("it is not the JSON that the format asks for")
    }
  }
}
