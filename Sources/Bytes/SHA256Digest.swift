import Crypto

/// The SHA-256 digest of a file or buffer (FIPS 180-4), which names weights.
public struct SHA256Digest: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The digest's 32 bytes.
  public let bytes: [UInt8]

  /// The digest of one buffer.
  public init(of contents: [UInt8]) {
    bytes = Array(SHA256.hash(data: contents))
  }

  /// Bytes of a file that are in memory at once while it is read through.
  private static let stepSize = 16 << 20

  /// The digest of a whole mapped file, of which little stays in memory.
  package init(of file: MappedFile) {
    var hash = SHA256()
    for start in stride(from: 0, to: file.count, by: Self.stepSize) {
      let part = start..<min(start + Self.stepSize, file.count)
      unsafe file.withUnsafeBytes { contents in
        unsafe hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: contents[part]))
      }
      file.releasePages(of: part)
    }
    bytes = Array(hash.finalize())
  }

  /// Reads 64 hexadecimal digits; nil when `text` is anything else.
  public init?(hexadecimal text: String) {
    let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count == 64, text.utf8.count == 64 else { return nil }
    bytes = stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  /// Reads the 64 digits from a string, such as a JSON one.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let digest = SHA256Digest(hexadecimal: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not 64 hexadecimal digits")
    }
    self = digest
  }

  /// Writes the 64 digits as one string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// The digest as 64 lowercase hexadecimal digits.
  public var description: String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
