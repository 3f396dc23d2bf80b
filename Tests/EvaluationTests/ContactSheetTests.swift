import Evaluation
import Jobs
import Media
import Testing

@Suite("Contact sheets")
struct ContactSheetTests {
  @Test func anEmptySheetIsNoPicture() {
    #expect(ContactSheet().image() == nil)
  }

  @Test func theOriginalStandsAboveItsReconstruction() throws {
    let red = PixelImage(width: 20, height: 20, filledWith: [255, 0, 0])
    let blue = PixelImage(width: 20, height: 20, filledWith: [0, 0, 255])
    var sheet = ContactSheet()
    try sheet.add(.image(red), .image(blue))
    let picture = try #require(sheet.image())
    #expect((picture.width, picture.height) == (208, 416))
    #expect(picture.pixel(column: 104, row: 104) == [255, 0, 0])
    #expect(picture.pixel(column: 104, row: 304) == [0, 0, 255])
  }

  @Test(arguments: [1, 5, 6, 11])
  func fiveColumnsAtMost(count: Int) throws {
    let picture = PixelImage(width: 3, height: 300, filledWith: [9, 9, 9])
    var sheet = ContactSheet()
    for _ in 0..<count { try sheet.add(.image(picture), .image(picture)) }
    let image = try #require(sheet.image())
    #expect(image.width == min(count, 5) * 200 + 8)
    #expect(image.height == (count + 4) / 5 * 408 + 8)
  }

  @Test func aSingleSampleHasAPictureToo() throws {
    let clip = AudioClip(sampleRate: 16_000, channels: [[0.5]])
    var sheet = ContactSheet()
    try sheet.add(.audio(clip), .audio(clip))
    #expect(sheet.image() != nil)
  }

  @Test(arguments: [600, 16_000])
  func soundIsDrawnAsASpectrogram(sampleCount: Int) throws {
    let clip = AudioClip(
      sampleRate: 16_000, channels: [(0..<sampleCount).map { $0 % 8 < 4 ? 0.5 : -0.5 }])
    var sheet = ContactSheet()
    try sheet.add(.audio(clip), .audio(clip))
    let picture = try #require(sheet.image())
    #expect(picture.samples.contains { $0 > 128 })
  }
}
