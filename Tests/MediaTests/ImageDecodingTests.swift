import Bytes
import Media
import TestSupport
import Testing

@Suite("Decoding pictures")
struct ImageDecodingTests {
  private static let half = PixelImage(
    width: 2, height: 1, channels: .rgba, samples: [200, 100, 0, 128, 10, 20, 30, 0])

  private static func decoded(
    _ image: PixelImage, _ alpha: ImageDecoding.AlphaHandling
  ) throws -> PixelImage {
    try PixelImage(
      decoding: image.encoded(as: .png), source: "picture", options: ImageDecoding(alpha: alpha))
  }

  @Test func alphaIsCompositedOnWhiteUnlessToldOtherwise() throws {
    let onWhite = try PixelImage(decoding: Self.half.encoded(as: .png), source: "picture")
    // 200 * 128 / 255 + 255 * 127 / 255 = 227.39…
    #expect(onWhite.samples == [227, 177, 127, 255, 255, 255])
    let onBlack = try Self.decoded(Self.half, .composite(over: .black))
    #expect(onBlack.samples == [100, 50, 0, 0, 0, 0])
    #expect(onBlack.channels == .rgb)
  }

  @Test func alphaCanBeKeptOrDropped() throws {
    #expect(try Self.decoded(Self.half, .keep) == Self.half)
    #expect(try Self.decoded(Self.half, .discard).samples == [200, 100, 0, 10, 20, 30])
    let opaque = PixelImage(width: 1, height: 1, samples: [1, 2, 3])
    #expect(try Self.decoded(opaque, .keep).samples == [1, 2, 3, 255])
  }

  @Test func deepGreyIsScaledNotClamped() throws {
    let file = try PNGSamples(decoding: ImageFiles.golden("png/grey16.png"), source: "grey16")
    guard case .words(let levels) = file.samples else {
      Issue.record("16-bit samples are words")
      return
    }
    let image = try PixelImage(decoding: ImageFiles.golden("png/grey16.png"), source: "grey16")
    for (index, level) in levels.enumerated() {
      let grey = UInt8((Double(level) * 255 / 65535).rounded())
      #expect(Array(image.samples[3 * index..<3 * index + 3]) == [grey, grey, grey])
    }
  }

  @Test(arguments: ["ship.jpg", "sign.jpg", "vest.jpg", "houses.png", "parrots.png"])
  func realPicturesDecode(name: String) throws {
    let image = try PixelImage(contentsOf: ProjectFiles.path("Assets/samples/" + name))
    #expect(image.channels == .rgb)
    #expect(Set(image.samples).count > 100)
  }

  @Test func missingFilesAreReportedByPath() {
    #expect(throws: FileError.self) { try PixelImage(contentsOf: "/nowhere/picture.png") }
  }

  @Test func theLimitComesBeforeTheDecoder() throws {
    let bytes = try ImageFiles.golden("jpeg/rgb444.jpg")
    let limit = 53 * 37
    let exact = try PixelImage(
      decoding: bytes, source: "a", options: ImageDecoding(pixelLimit: limit))
    #expect(exact.samples.count == 3 * limit)
    #expect(
      throws: MediaError.limitExceeded(
        source: "a", what: "pixels", value: limit, limit: limit - 1, flag: "--pixel-limit")
    ) {
      try PixelImage(
        decoding: bytes, source: "a", options: ImageDecoding(pixelLimit: limit - 1))
    }
  }
}
