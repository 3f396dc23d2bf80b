import Bytes
import TestSupport

/// Picture files for the tests of this room.
enum ImageFiles {
  /// The bytes of a committed golden file, such as `png/rgb8.png`.
  static func golden(_ name: String) throws -> [UInt8] {
    try MappedFile(path: ProjectFiles.golden("image-preprocess/" + name)).allBytes()
  }

  /// A PNG file of one IHDR chunk with any claims and one IDAT chunk of a hundred zeros.
  static func png(
    width: UInt32, height: UInt32, bitDepth: UInt8 = 8, colorType: UInt8 = 2
  ) -> [UInt8] {
    let header = bigEndian(width) + bigEndian(height) + [bitDepth, colorType, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
      + chunk("IDAT", Array(repeating: 0, count: 100)) + chunk("IEND", [])
  }

  private static func chunk(_ type: String, _ contents: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + contents
    return bigEndian(UInt32(contents.count)) + body + bigEndian(cyclicRedundancyCheck(body))
  }

  /// The checksum of PNG chunks (PNG specification, annex D).
  private static func cyclicRedundancyCheck(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(0xFFFF_FFFF) { checksum, byte in
      (0..<8).reduce(checksum ^ UInt32(byte)) { remainder, _ in
        remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1
      }
    }
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32($0))) }
  }

  /// A baseline JPEG file of 8 by 8 mid-grey pixels whose components come in scans of their own;
  /// the first component's scan is repeated.
  static func jpeg(componentCount: UInt8, firstScans: Int = 1) -> [UInt8] {
    let components = 1...componentCount
    let quantization: [UInt8] = [0] + Array(repeating: 1, count: 64)
    let frame =
      [8, 0, 8, 0, 8, componentCount] + components.flatMap { id -> [UInt8] in [id, 0x11, 0] }
    // One code of one bit each: "no difference" for DC, "end of block" for AC.
    let counts: [UInt8] = [1] + Array(repeating: 0, count: 15)
    let tables = [0x00] + counts + [0] + [0x10] + counts + [0]
    func scan(_ component: UInt8) -> [UInt8] {
      segment(0xDA, [1, component, 0, 0, 63, 0]) + [0x3F]
    }
    return [0xFF, 0xD8] + segment(0xDB, quantization) + segment(0xC0, frame)
      + segment(0xC4, tables) + (0..<firstScans).flatMap { _ -> [UInt8] in scan(1) }
      + components.dropFirst().flatMap(scan) + [0xFF, 0xD9]
  }

  /// A JPEG marker segment.
  static func segment(_ marker: UInt8, _ contents: [UInt8]) -> [UInt8] {
    let count = contents.count + 2
    return [0xFF, marker, UInt8(count >> 8), UInt8(count & 0xFF)] + contents
  }

  /// Every file that differs from `bytes` in one bit, one file a byte.
  static func withOneBitFlipped(_ bytes: [UInt8]) -> [[UInt8]] {
    bytes.indices.map { index in
      var damaged = bytes
      damaged[index] ^= 1 << UInt8(index % 8)
      return damaged
    }
  }
}
