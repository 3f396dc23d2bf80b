import Media
import TestSupport
import Testing

@Suite("Image formats are told by content")
struct ImageFormatTests {
  @Test func knownFormats() throws {
    #expect(ImageFormat.recognized(in: try ImageFiles.golden("png/grey1.png")) == .png)
    #expect(ImageFormat.recognized(in: try ImageFiles.golden("jpeg/grey.jpg")) == .jpeg)
    #expect(ImageFormat.recognized(in: [UInt8]()) == nil)
    #expect(ImageFormat.recognized(in: [0x89, 0x50]) == nil)
  }

  @Test(arguments: [
    ("GIF", Array("GIF89a".utf8)), ("WebP", Array("RIFF0000WEBPVP8 ".utf8)),
    ("TIFF", [0x49, 0x49, 0x2A, 0x00, 8, 0]), ("TIFF", [0x4D, 0x4D, 0x00, 0x2A, 0, 8]),
    ("BMP", Array("BM0000".utf8)), ("AVIF", [0, 0, 0, 32] + Array("ftypavif".utf8)),
  ])
  func unreadFormatsAreNamed(name: String, bytes: [UInt8]) {
    #expect(
      throws: MediaError.unsupported(
        source: "picture", feature: "it is a \(name) picture, which is not read")
    ) { try PixelImage(decoding: bytes, source: "picture") }
  }

  @Test func otherBytesAreNoPicture() {
    #expect(
      throws: MediaError.unsupported(
        source: "notes.txt", feature: "it is not a picture of a known format")
    ) { try PixelImage(decoding: Array("hello".utf8), source: "notes.txt") }
  }
}
