import Media
import Testing

@Suite("Preparing pictures for tokenizers")
struct ImagePreparationTests {
  private static let preparations: [ImagePreparation] = [
    .shorterSide(32, filter: .bilinear), .guidedDiffusion(32), .chameleon(32), .janus(32),
  ]

  @Test(
    arguments: preparations, [(1, 1), (1, 300), (300, 1), (32, 32), (33, 64), (129, 65), (7, 500)])
  func everyPictureBecomesASquare(
    preparation: ImagePreparation, size: (width: Int, height: Int)
  ) throws {
    let image = PixelImage(width: size.width, height: size.height, filledWith: [1, 2, 3])
    let prepared = try preparation(image)
    #expect(prepared.width == 32 && prepared.height == 32)
  }

  @Test(arguments: [0, -3, .max, 1 << 30])
  func impossibleSidesAreRefused(side: Int) {
    let image = PixelImage(width: 3, height: 2, filledWith: [1, 2, 3])
    for preparation: ImagePreparation in [
      .shorterSide(side, filter: .box), .guidedDiffusion(side), .chameleon(side), .janus(side),
    ] {
      #expect(throws: MediaError.self) { try preparation(image) }
    }
  }

  @Test func aThreadOfAPictureWouldGrowTooLong() {
    let thread = PixelImage(width: 1, height: 1_000_000, filledWith: [1, 2, 3])
    #expect(throws: MediaError.self) {
      try ImagePreparation.shorterSide(256, filter: .bicubic)(thread)
    }
  }

  @Test func janusFillsWithTheMeanColour() throws {
    let wide = PixelImage(width: 64, height: 32, filledWith: [1, 2, 3])
    let square = try ImagePreparation.janus(32)(wide)
    #expect(Array(square.samples.prefix(3)) == [122, 116, 104])
    let middle = (16 * 32 + 16) * 3
    #expect(Array(square.samples[middle..<middle + 3]) == [1, 2, 3])
  }

  @Test func smallPicturesArePaddedWithZeros() throws {
    let image = PixelImage(width: 1, height: 1, filledWith: [9, 9, 9])
    let padded = try image.centerCropped(toWidth: 2, height: 3)
    #expect(padded.samples == [0, 0, 0, 0, 0, 0, 9, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test func normalizationIsAffineAndPlanar() throws {
    let image = PixelImage(width: 2, height: 1, samples: [0, 255, 0, 255, 0, 255])
    #expect(try PixelNormalization.signedUnit(image) == [-1, 1, 1, -1, -1, 1])
    let chameleon = try PixelNormalization.chameleon(image)
    #expect(chameleon[0] == -1 && abs(chameleon[1] - 0.989) < 1e-6)
    let grey = PixelImage(width: 1, height: 1, channels: .grey, samples: [1])
    #expect(throws: MediaError.self) { try PixelNormalization.clip(grey) }
  }
}
