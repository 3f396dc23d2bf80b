import Media
import Tensors
import TestSupport
import Testing
import Threads
import Tokenizers

@Suite("Patches of a picture")
struct PatchGridTests {
  private static func noise(width: Int, height: Int) -> PixelImage {
    var generator = SeededGenerator(seed: UInt64(width * 1000 + height))
    return PixelImage(
      width: width, height: height,
      samples: (0..<width * height * 3).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
  }

  @Test(
    "give back every sample of a picture of any size",
    arguments: [(1, 1), (8, 8), (9, 17), (17, 9), (256, 255), (7, 100)], [1, 8])
  func roundTrip(size: (width: Int, height: Int), threads: Int) {
    let image = Self.noise(width: size.width, height: size.height)
    let grid = PatchGrid(side: 8, imageWidth: size.width, imageHeight: size.height)
    let patches = Parallel.$threadCount.withValue(threads) { grid.patches(of: image) }
    #expect(patches.shape == [grid.count, grid.dimension])
    #expect(patches.elements.allSatisfy { (-1...1).contains($0) })
    let back = Parallel.$threadCount.withValue(threads) {
      grid.image(of: patches, width: size.width, height: size.height)
    }
    #expect(back == image)
  }

  @Test("are as many as cover the picture")
  func extents() {
    let grid = PatchGrid(side: 8, imageWidth: 17, imageHeight: 8)
    #expect([grid.height, grid.width, grid.count, grid.dimension] == [1, 3, 3, 192])
  }

  @Test("hold pixel after pixel, and repeat the last row and column beyond the picture")
  func layout() {
    let image = PixelImage(
      width: 3, height: 1, samples: [0, 51, 102, 153, 204, 255, 255, 0, 255])
    let patches = PatchGrid(side: 2, imageWidth: 3, imageHeight: 1).patches(of: image)
    let (first, second): ([Float], [Float]) = ([-1, -0.6, -0.2], [0.2, 0.6, 1])
    let third: [Float] = [1, -1, 1]
    let expected = first + second + first + second + third + third + third + third
    #expect(patches.shape == [2, 12])
    #expect(Closeness(patches.elements, expected).largestDifference < 1e-6)
  }

  @Test("become samples by rounding and clamping; what is not a number becomes black")
  func conversion() {
    let grid = PatchGrid(side: 1, imageWidth: 4, imageHeight: 1)
    let values: [Float] = [
      -1.5, 1.5, -0.9999, .nan, .infinity, -.infinity, 0, 0.9999, 3e38, -3e38, -1, 1,
    ]
    let image = grid.image(of: Tensor(shape: [4, 3], elements: values), width: 4, height: 1)
    #expect(image.samples == [0, 255, 0, 0, 255, 0, 128, 255, 255, 0, 0, 255])
  }
}
