import Media
import TestSupport
import Testing

@Suite("Writing pictures")
struct ImageEncodingTests {
  private static func sample() throws -> PixelImage {
    try PixelImage(contentsOf: ProjectFiles.path("Assets/samples/parrots.png"))
  }

  private static func meanDifference(_ image: PixelImage, _ other: PixelImage) -> Double {
    let sum = zip(image.samples, other.samples).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    return Double(sum) / Double(image.samples.count)
  }

  @Test func pngKeepsEverySample() throws {
    let image = try Self.sample()
    #expect(try PixelImage(decoding: image.encoded(as: .png), source: "again") == image)
    let alpha = PixelImage(
      width: 2, height: 2, channels: .rgba, samples: (0..<16).map { UInt8($0 * 16) })
    let keeping = ImageDecoding(alpha: .keep)
    #expect(
      try PixelImage(decoding: alpha.encoded(as: .png), source: "again", options: keeping)
        == alpha)
    let grey = PixelImage(width: 3, height: 1, channels: .grey, samples: [0, 100, 255])
    #expect(
      try PixelImage(decoding: grey.encoded(as: .png), source: "again").samples
        == [0, 0, 0, 100, 100, 100, 255, 255, 255])
  }

  @Test func jpegComesCloserWithQualityAndChroma() throws {
    let image = try Self.sample()
    let coarse = try image.encoded(as: .jpeg(quality: 50, chroma: .quarter))
    let fine = try image.encoded(as: .jpeg(quality: 95, chroma: .quarter))
    let finest = try image.encoded(as: .jpeg(quality: 95, chroma: .full))
    let differences = try [coarse, fine, finest].map {
      Self.meanDifference(image, try PixelImage(decoding: $0, source: "again"))
    }
    #expect(coarse.count < fine.count && fine.count < finest.count)
    #expect(differences[0] > differences[1] && differences[1] > differences[2])
    #expect(differences[2] < 2)
  }

  @Test func greyJPEGIsGrey() throws {
    let grey = PixelImage(width: 9, height: 5, channels: .grey, filledWith: [77])
    let bytes = try grey.encoded(as: .jpeg(quality: 100, chroma: .quarter))
    #expect(try JPEGFile(bytes, source: "grey").samples(in: .grey) == grey.samples)
  }

  @Test func filesAreWritten() throws {
    let folder = try TemporaryFolder()
    let image = PixelImage(width: 4, height: 3, filledWith: [10, 20, 30])
    try image.write(to: folder.file("picture.png"), as: .png)
    #expect(try PixelImage(contentsOf: folder.file("picture.png")) == image)
  }

  @Test(arguments: [0, 101, -5, .max])
  func impossibleQualitiesAreRefused(quality: Int) {
    let image = PixelImage(width: 1, height: 1, filledWith: [0, 0, 0])
    #expect(throws: MediaError.self) {
      try image.encoded(as: .jpeg(quality: quality, chroma: .full))
    }
  }

  @Test func jpegRefusesAlphaAndLongSides() {
    let clear = PixelImage(width: 1, height: 1, channels: .rgba, filledWith: [0, 0, 0, 0])
    let long = PixelImage(width: 70000, height: 1, filledWith: [0, 0, 0])
    for image in [clear, long] {
      #expect {
        try image.encoded(as: .jpeg(quality: 90, chroma: .full))
      } throws: { error in
        guard case MediaError.invalidRequest = error else { return false }
        return true
      }
    }
  }
}
