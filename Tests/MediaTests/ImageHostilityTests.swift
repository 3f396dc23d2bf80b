import Media
import TestSupport
import Testing

@Suite("Hostile picture files")
struct ImageHostilityTests {
  @Test(arguments: [
    "png/grey1.png", "png/palette4_trns.png", "png/rgb16_interlaced.png", "png/rgba8.png",
    "jpeg/optimized.jpg", "jpeg/progressive420.jpg", "jpeg/exif6.jpg", "jpeg/cmyk.jpg",
  ])
  func everyPrefixIsRefused(name: String) throws {
    let bytes = try ImageFiles.golden(name)
    for count in bytes.indices {
      #expect(throws: MediaError.self, "\(count) of \(bytes.count) bytes") {
        try PixelImage(decoding: Array(bytes[..<count]), source: name)
      }
    }
  }

  @Test(arguments: [
    "png/grey1.png", "png/grey8_trns.png", "png/palette8.png", "png/rgb8_interlaced.png",
    "png/greyalpha16.png",
  ])
  func everyFlippedBitOfAPNGIsNoticed(name: String) throws {
    for damaged in ImageFiles.withOneBitFlipped(try ImageFiles.golden(name)) {
      #expect(throws: MediaError.self) { try PixelImage(decoding: damaged, source: name) }
    }
  }

  @Test(arguments: [
    "jpeg/rgb420.jpg", "jpeg/grey.jpg", "jpeg/progressive444.jpg", "jpeg/restart.jpg",
    "jpeg/keeprgb.jpg", "jpeg/cmyk.jpg", "jpeg/exif3.jpg",
  ])
  func flippedBitsOfAJPEGGiveAnErrorOrAWholePicture(name: String) throws {
    let options = ImageDecoding(pixelLimit: 1 << 20)
    for damaged in ImageFiles.withOneBitFlipped(try ImageFiles.golden(name)) {
      do {
        let image = try PixelImage(decoding: damaged, source: name, options: options)
        #expect(image.samples.count == image.width * image.height * 3)
      } catch {
        #expect(error.description.hasPrefix(name))
      }
    }
  }

  @Test func claimsOfManyPixelsAreRefusedUnread() {
    #expect(
      throws: MediaError.limitExceeded(
        source: "bomb", what: "pixels", value: 3_600_000_000,
        limit: ImageDecoding.defaultPixelLimit, flag: "--pixel-limit")
    ) { try PixelImage(decoding: ImageFiles.png(width: 60000, height: 60000), source: "bomb") }
  }

  @Test(arguments: [
    (0, 5), (5, 0), (0, 0), (1 << 31, 1), (UInt32.max, UInt32.max), (13000, 13000), (1, 1),
  ])
  func lyingHeadersAreMalformed(width: UInt32, height: UInt32) {
    let bytes = ImageFiles.png(width: width, height: height)
    #expect {
      try PixelImage(decoding: bytes, source: "liar")
    } throws: { error in
      guard case MediaError.malformed("liar", "PNG", _) = error else { return false }
      return true
    }
  }

  @Test(arguments: [(3, 8, 2), (8, 2, 3), (16, 3, 1), (0, 0, 1), (8, 7, 1)])
  func impossibleDepthsAreRefused(bitDepth: UInt8, colorType: UInt8, width: UInt32) {
    let bytes = ImageFiles.png(
      width: width, height: 1, bitDepth: bitDepth, colorType: colorType)
    #expect(throws: MediaError.self) { try PixelImage(decoding: bytes, source: "picture") }
  }

  @Test(arguments: [1, 3, 4] as [UInt8])
  func knownComponentCountsDecode(count: UInt8) throws {
    let image = try PixelImage(decoding: ImageFiles.jpeg(componentCount: count), source: "grey")
    #expect(image.width == 8 && image.height == 8)
  }

  @Test(arguments: [2, 5, 10] as [UInt8])
  func otherComponentCountsAreUnsupported(count: UInt8) {
    let bytes = ImageFiles.jpeg(componentCount: count)
    #expect {
      try PixelImage(decoding: bytes, source: "picture")
    } throws: { error in
      guard case MediaError.unsupported("picture", let feature) = error else { return false }
      return feature.contains("\(count) colour components")
    }
  }

  @Test func aFrameThatClaimsMoreComponentsThanItListsIsMalformed() throws {
    var bytes = ImageFiles.jpeg(componentCount: 3)
    let frame = try #require(bytes.firstIndex(of: 0xC0))
    bytes[frame + 8] = 4
    #expect(throws: MediaError.self) { try PixelImage(decoding: bytes, source: "picture") }
  }

  @Test func scansAreCounted() throws {
    let few = ImageFiles.jpeg(componentCount: 3, firstScans: 400)
    #expect(try PixelImage(decoding: few, source: "few").samples.allSatisfy { $0 == 128 })
    let many = ImageFiles.jpeg(componentCount: 3, firstScans: 600)
    #expect(
      throws: MediaError.malformed(
        source: "many", format: "JPEG", reason: "it has more than 500 scans")
    ) { try PixelImage(decoding: many, source: "many") }
  }
}
