import Media
import TestSupport
import Testing

@Suite("Resizing pictures")
struct ResizeTests {
  private static func sample() throws -> PixelImage {
    try PixelImage(contentsOf: ProjectFiles.path("Assets/samples/vest.jpg"))
      .cropped(to: PixelRectangle(columns: 10..<81, rows: 20..<73))
  }

  private static func channel(_ index: Int, of image: PixelImage) -> [UInt8] {
    stride(from: index, to: image.samples.count, by: image.channels.count).map {
      image.samples[$0]
    }
  }

  @Test(arguments: ResizeFilter.allCases, [(40, 30), (71, 30), (40, 53), (200, 9), (1, 1)])
  func aPartIsTheCropOfTheWhole(filter: ResizeFilter, size: (width: Int, height: Int)) throws {
    let image = try Self.sample()
    let whole = try image.resized(toWidth: size.width, height: size.height, filter: filter)
    let part = PixelRectangle(
      columns: size.width / 3..<(2 * size.width + 2) / 3,
      rows: size.height / 4..<(3 * size.height + 3) / 4)
    let direct = try image.resized(
      toWidth: size.width, height: size.height, filter: filter, keeping: part)
    #expect(direct == (try whole.cropped(to: part)))
  }

  @Test(arguments: ResizeFilter.allCases)
  func greyRGBAndOpaqueRGBAAgree(filter: ResizeFilter) throws {
    let image = try Self.sample()
    let resized = try image.resized(toWidth: 33, height: 47, filter: filter)
    let opaque = PixelImage(
      width: image.width, height: image.height, channels: .rgba,
      samples: stride(from: 0, to: image.samples.count, by: 3).flatMap {
        image.samples[$0..<$0 + 3] + [255]
      })
    let withAlpha = try opaque.resized(toWidth: 33, height: 47, filter: filter)
    for channel in 0..<3 {
      let grey = PixelImage(
        width: image.width, height: image.height, channels: .grey,
        samples: Self.channel(channel, of: image))
      let expected = Self.channel(channel, of: resized)
      #expect(try grey.resized(toWidth: 33, height: 47, filter: filter).samples == expected)
      #expect(Self.channel(channel, of: withAlpha) == expected)
    }
    #expect(Self.channel(3, of: withAlpha).allSatisfy { $0 == 255 })
  }

  @Test(arguments: ResizeFilter.allCases)
  func oneColourStaysItself(filter: ResizeFilter) throws {
    let image = PixelImage(width: 17, height: 5, filledWith: [3, 200, 255])
    let resized = try image.resized(toWidth: 90, height: 3, filter: filter)
    #expect(resized == PixelImage(width: 90, height: 3, filledWith: [3, 200, 255]))
  }

  @Test func theSameSizeIsTheSamePicture() throws {
    let image = try Self.sample()
    #expect(
      try image.resized(toWidth: image.width, height: image.height, filter: .lanczos) == image)
  }

  @Test func longRowsShrinkToOnePixel() throws {
    let image = PixelImage(width: 100_000, height: 1, channels: .grey, filledWith: [9])
    let pixel = try image.resized(toWidth: 1, height: 1, filter: .lanczos)
    #expect(pixel.samples == [9])
  }

  @Test(arguments: [(0, 5), (5, 0), (-1, 5), (Int.max, 2), (1 << 20, 1 << 20)])
  func impossibleSizesAreRefused(width: Int, height: Int) {
    let image = PixelImage(width: 2, height: 2, filledWith: [0, 0, 0])
    #expect(throws: MediaError.self) {
      try image.resized(toWidth: width, height: height, filter: .bilinear)
    }
    #expect(throws: MediaError.self) {
      try image.centerCropped(toWidth: width, height: height)
    }
  }

  @Test func partsMustLieInside() {
    let image = PixelImage(width: 4, height: 4, filledWith: [0, 0, 0])
    for part in [
      PixelRectangle(columns: 0..<5, rows: 0..<1), PixelRectangle(columns: -1..<2, rows: 0..<1),
      PixelRectangle(columns: 1..<1, rows: 0..<1), PixelRectangle(columns: 0..<1, rows: 3..<9),
    ] {
      #expect(throws: MediaError.self) { try image.cropped(to: part) }
      #expect(throws: MediaError.self) {
        try image.resized(toWidth: 3, height: 4, filter: .box, keeping: part)
      }
    }
  }
}
