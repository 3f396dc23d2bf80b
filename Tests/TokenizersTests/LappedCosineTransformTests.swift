import Glibc
import Tensors
import TestSupport
import Testing
import Tokenizers

@Suite("The lapped cosine transform")
struct LappedCosineTransformTests {
  private static let transform = LappedCosineTransform(hop: 320)

  private static func noise(_ count: Int) -> [Float] {
    var generator = SeededGenerator(seed: UInt64(count))
    return (0..<count).map { _ in Float(2 * generator.unitInterval() - 1) }
  }

  private static func energy(_ values: [Float]) -> Double {
    values.reduce(0.0) { $0 + Double($1) * Double($1) }
  }

  @Test("gives back what went in", arguments: [0, 1, 319, 320, 321, 640, 5000])
  func reconstruction(count: Int) {
    let samples = Self.noise(count)
    let coefficients = Self.transform.forward(samples)
    #expect(coefficients.shape == [Self.transform.frameCount(sampleCount: count), 320])
    let closeness = Closeness(
      Self.transform.inverse(coefficients, sampleCount: count), samples)
    #expect(closeness.largestDifference < 1e-4, "\(closeness)")
  }

  @Test("keeps the energy", arguments: [1, 319, 320, 5000])
  func energy(count: Int) {
    let samples = Self.noise(count)
    let coefficients = Self.transform.forward(samples)
    let (before, after) = (Self.energy(samples), Self.energy(coefficients.elements))
    #expect(abs(after - before) < 1e-4 * before)
  }

  @Test("covers a sound with one frame more than hops")
  func frameCount() {
    let counts = [0, 1, 320, 321, 640].map { Self.transform.frameCount(sampleCount: $0) }
    #expect(counts == [1, 2, 2, 3, 3])
  }

  @Test("is the formula of its documentation, frame by frame")
  func formula() {
    let hop = 4
    let samples = Self.noise(11)
    let coefficients = LappedCosineTransform(hop: hop).forward(samples)
    let found = coefficients.elements
    for frame in 0..<coefficients.shape[0] {
      for coefficient in 0..<hop {
        var expected = 0.0
        for offset in 0..<2 * hop {
          let place = (frame - 1) * hop + offset
          guard samples.indices.contains(place) else { continue }
          let window = sin(.pi * (Double(offset) + 0.5) / 8)
          let phase = Double.pi / 4 * (Double(offset) + 0.5 + 2) * (Double(coefficient) + 0.5)
          expected += 0.5.squareRoot() * window * Double(samples[place]) * cos(phase)
        }
        #expect(abs(Double(found[frame * hop + coefficient]) - expected) < 1e-6)
      }
    }
  }

  @Test("fewer samples than were transformed are the first of them")
  func shortened() {
    let samples = Self.noise(1000)
    let coefficients = Self.transform.forward(samples)
    let first = Self.transform.inverse(coefficients, sampleCount: 700)
    #expect(Closeness(first, Array(samples[..<700])).largestDifference < 1e-4)
  }
}
