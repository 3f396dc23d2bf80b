import Media
import TestSupport
import Testing

@Suite("Orientation of pictures")
struct ImageOrientationTests {
  /// Rows 1 2 3 and 4 5 6.
  private static let stored = PixelImage(
    width: 3, height: 2, channels: .grey, samples: [1, 2, 3, 4, 5, 6])

  @Test(arguments: [
    (ImageOrientation.up, [1, 2, 3, 4, 5, 6]), (.mirroredLeftRight, [3, 2, 1, 6, 5, 4]),
    (.rotated180, [6, 5, 4, 3, 2, 1]), (.mirroredTopBottom, [4, 5, 6, 1, 2, 3]),
    (.transposed, [1, 4, 2, 5, 3, 6]), (.rotatedClockwise, [4, 1, 5, 2, 6, 3]),
    (.transversed, [6, 3, 5, 2, 4, 1]), (.rotatedCounterclockwise, [3, 6, 2, 5, 1, 4]),
  ])
  func pixelsMove(orientation: ImageOrientation, seen: [UInt8]) {
    let turned = Self.stored.turned(orientation)
    #expect(turned.samples == seen)
    #expect(turned.width == (orientation.swapsSides ? 2 : 3))
  }

  /// A golden file with an Exif segment right after its start.
  private static func file(exif: [UInt8]) throws -> [UInt8] {
    let bytes = try ImageFiles.golden("jpeg/rgb444.jpg")
    return bytes.prefix(2) + ImageFiles.segment(0xE1, Array("Exif\0\0".utf8) + exif)
      + bytes.dropFirst(2)
  }

  private static func littleEndian(_ value: UInt8) -> [UInt8] {
    Array("II".utf8) + [42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, value, 0, 0, 0]
  }

  private static func bigEndian(_ value: UInt8) -> [UInt8] {
    Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0]
  }

  @Test(arguments: ImageOrientation.allCases)
  func theTagIsReadInBothByteOrders(orientation: ImageOrientation) throws {
    let value = UInt8(orientation.rawValue)
    for exif in [Self.littleEndian(value), Self.bigEndian(value)] {
      let bytes = try Self.file(exif: exif)
      #expect(try JPEGFile(bytes, source: "camera").orientation == orientation)
      let ignoring = ImageDecoding(orientation: .ignored)
      let stored = try PixelImage(decoding: bytes, source: "camera", options: ignoring)
      let seen = try PixelImage(decoding: bytes, source: "camera")
      #expect(seen == stored.turned(orientation))
    }
  }

  @Test func damagedExifIsNoOrientation() throws {
    let whole = Self.bigEndian(6)
    let otherValues = [Self.bigEndian(0), Self.littleEndian(9)]
    let farDirectory = Array("MM".utf8) + [0, 42, 255, 255, 255, 255]
    for exif in (0..<20).map({ Array(whole[..<$0]) }) + otherValues + [farDirectory] {
      let file = try JPEGFile(Self.file(exif: exif), source: "camera")
      #expect(file.orientation == .up, "\(exif)")
    }
  }
}
