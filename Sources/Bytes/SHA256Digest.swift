import Crypto

/// The SHA-256 digest of a file or buffer (FIPS 180-4), which names weights.
public struct SHA256Digest: Hashable, Sendable, CustomStringConvertible {
  /// The digest's 32 bytes.
  public let bytes: [UInt8]

  /// The digest of one buffer.
  public init(of contents: [UInt8]) {
    bytes = Array(SHA256.hash(data: contents))
  }

  /// The digest of a whole mapped file.
  package init(of file: MappedFile) {
    var hash = SHA256()
    unsafe file.withUnsafeBytes { contents in unsafe hash.update(bufferPointer: contents) }
    bytes = Array(hash.finalize())
  }

  /// Reads 64 hexadecimal digits; nil when `text` is anything else.
  public init?(hexadecimal text: String) {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == 64, text.count == 64 else { return nil }
    bytes = stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  /// The digest as 64 lowercase hexadecimal digits.
  public var description: String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
