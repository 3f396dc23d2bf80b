import Glibc
import Media
import TestSupport
import Testing

@Suite("Fourier transforms")
struct SpectrumFourierTransformTests {
  /// A signal without symmetry.
  private static func signal(_ count: Int) -> [Double] {
    (0..<count).map { sin(Double($0 * $0) * 0.7) + 0.3 * cos(Double($0)) }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 12, 15, 17, 34, 50, 64, 97, 400])
  func equalTheirDefinition(_ count: Int) {
    let signal = Self.signal(count)
    let found = FourierTransform(count: count).withSpectrum(ofReal: signal) { Array($0) }
    let expected = (0...count / 2).flatMap { bin in
      signal.enumerated().reduce(into: [0.0, 0.0]) { sum, sample in
        let angle = -2 * Double.pi * Double(bin * sample.offset) / Double(count)
        sum[0] += sample.element * cos(angle)
        sum[1] += sample.element * sin(angle)
      }
    }
    let closeness = Closeness(found, expected)
    #expect(closeness.largestDifference < 1e-11 * Double(count + 10), "\(closeness)")
  }

  @Test("Parseval: a signal's energy is its bins' over N", arguments: [15, 256, 1024])
  func keepEnergy(_ count: Int) {
    let signal = Self.signal(count)
    let energy = FourierTransform(count: count).withSpectrum(ofReal: signal) { spectrum in
      (0..<spectrum.count / 2).reduce(0.0) { sum, bin in
        let power =
          spectrum[2 * bin] * spectrum[2 * bin] + spectrum[2 * bin + 1] * spectrum[2 * bin + 1]
        // All bins but the first and, for even N, the last stand for a mirrored one too.
        return sum + (bin == 0 || 2 * bin == count ? power : 2 * power)
      }
    }
    let expected = signal.reduce(0) { $0 + $1 * $1 }
    #expect(abs(energy / Double(count) - expected) < 1e-10 * expected)
  }
}
