import Bytes
import Testing

@Suite("CRC-32C")
struct CRC32CTests {
  /// RFC 3720 section B.4 and the check value of the nine digits.
  @Test(
    "published values",
    arguments: [
      (Array("123456789".utf8), 0xE306_9283),
      (Array(repeating: 0, count: 32), 0x8A91_36AA),
      (Array(repeating: 0xFF, count: 32), 0x62A8_AB43),
      (Array(0...31), 0x46DD_794E),
      (Array((0...31).reversed()), 0x113F_DB5C),
      (
        [0x01, 0xC0] + Array(repeating: 0, count: 14)
          + [0x14, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0x14, 0, 0, 0, 0x18, 0x28]
          + Array(repeating: 0, count: 7) + [2] + Array(repeating: 0, count: 7),
        0xD996_3A56
      ),
      ([], 0),
    ] as [([UInt8], UInt32)])
  func publishedValues(bytes: [UInt8], checksum: UInt32) {
    #expect(CRC32C.checksum(bytes) == checksum)
  }

  /// Bit by bit, straight from the definition.
  private func plain(_ bytes: [UInt8]) -> UInt32 {
    var remainder: UInt32 = .max
    for byte in bytes {
      remainder ^= UInt32(byte)
      for _ in 0..<8 {
        remainder = remainder & 1 == 1 ? (remainder >> 1) ^ 0x82F6_3B78 : remainder >> 1
      }
    }
    return ~remainder
  }

  @Test("every length up to 64 agrees with the definition, in one piece, two, and as a slice")
  func lengths() {
    let bytes = (0..<64).map { UInt8(truncatingIfNeeded: $0 * 167 + 13) }
    for count in 0...64 {
      let part = Array(bytes.prefix(count))
      #expect(CRC32C.checksum(part) == plain(part))
      var pieces = CRC32C()
      pieces.update(part.prefix(count / 3))
      pieces.update(part.dropFirst(count / 3))
      #expect(pieces.value == plain(part))
    }
  }
}
