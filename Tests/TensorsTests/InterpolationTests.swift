import Tensors
import TestSupport
import Testing

@Suite("Interpolation of tensors")
struct InterpolationTests {
  private static let all: [Interpolation] = [
    .nearest, .nearestExact, .area, .bilinear(.centered), .bilinear(.alignedCorners),
    .bilinear(.antialiased), .bicubic(.centered), .bicubic(.alignedCorners),
    .bicubic(.antialiased),
  ]

  private static func row(_ elements: [Float]) -> Tensor {
    Tensor(shape: [1, 1, 1, elements.count], elements: elements)
  }

  private static func noise(_ shape: [Int]) -> Tensor {
    var generator = SeededGenerator(seed: 7)
    let elements = (0..<shape.reduce(1, *)).map { _ in Float(generator.unitInterval()) }
    return Tensor(shape: shape, elements: elements)
  }

  @Test(arguments: all)
  func theSameSizeIsTheSameTensor(interpolation: Interpolation) {
    let tensor = Self.noise([2, 3, 5, 4])
    let same = tensor.interpolated(height: 5, width: 4, interpolation)
    #expect(same.shape == tensor.shape)
    #expect(Closeness(same.elements, tensor.elements).largestDifference < 1e-6)
  }

  @Test(arguments: all, [(1, 1), (3, 9), (16, 2), (31, 40)])
  func oneValueStaysItself(interpolation: Interpolation, size: (height: Int, width: Int)) {
    let tensor = Tensor(shape: [1, 2, 7, 6], repeating: 0.75)
    let resampled = tensor.interpolated(height: size.height, width: size.width, interpolation)
    #expect(resampled.shape == [1, 2, size.height, size.width])
    let difference = Closeness(
      resampled.elements, Array(repeating: 0.75, count: resampled.count)
    ).largestDifference
    #expect(difference < 1e-6)
  }

  @Test(arguments: all)
  func planesDoNotMix(interpolation: Interpolation) {
    let both = Self.noise([1, 2, 6, 5])
    let second = Tensor(shape: [1, 1, 6, 5], elements: Array(both.elements.suffix(30)))
    let together = both.interpolated(height: 4, width: 9, interpolation)
    #expect(
      Array(together.elements.suffix(36))
        == second.interpolated(height: 4, width: 9, interpolation).elements)
  }

  @Test func valuesByHand() {
    let row = Self.row([0, 1, 2, 3])
    func doubled(_ interpolation: Interpolation) -> [Float] {
      row.interpolated(height: 1, width: 8, interpolation).elements
    }
    #expect(doubled(.nearest) == [0, 0, 1, 1, 2, 2, 3, 3])
    #expect(doubled(.bilinear(.centered)) == [0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3])
    #expect(row.interpolated(height: 1, width: 2, .area).elements == [0.5, 2.5])
    #expect(row.interpolated(height: 1, width: 2, .nearest).elements == [0, 2])
    #expect(row.interpolated(height: 1, width: 2, .nearestExact).elements == [1, 3])
    let corners = row.interpolated(height: 1, width: 7, .bilinear(.alignedCorners)).elements
    #expect(Closeness(corners, [0, 0.5, 1, 1.5, 2, 2.5, 3]).largestDifference < 1e-6)
  }

  /// Of Keys' kernels only the one with a = -0.5 does.
  @Test func theAntialiasedCubicReproducesAStraightLineInside() {
    let row = Self.row((0..<12).map(Float.init))
    let doubled = row.interpolated(height: 1, width: 24, .bicubic(.antialiased)).elements
    let line = (4..<20).map { (Float($0) + 0.5) / 2 - 0.5 }
    #expect(Closeness(Array(doubled[4..<20]), line).largestDifference < 1e-5)
  }
}
