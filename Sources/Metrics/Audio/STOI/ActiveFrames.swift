import Glibc
import Media

/// The overlapping frames in which a reference is not silent: at most 40 dB under its loudest frame.
struct ActiveFrames: Sendable {
  /// Samples of a frame: 25.6 ms at STOI's rate.
  static let frameLength = 256
  /// Samples between frames.
  static let hopLength = 128
  private static let dynamicRange = 40.0

  private let starts: [Int]

  /// Finds the frames of `reference`; one that ends with its last sample is not looked at.
  init(of reference: [Float]) {
    let window = AnalysisWindow.hannWithoutEnds(Self.frameLength)
    let candidates = stride(from: 0, to: reference.count - Self.frameLength, by: Self.hopLength)
    let levels = candidates.map { start in
      var energy = 0.0
      for index in window.indices {
        let sample = window[index] * Double(reference[start + index])
        energy += sample * sample
      }
      return 20 * log10(energy.squareRoot() + .ulpOfOne)
    }
    let threshold = (levels.max() ?? 0) - Self.dynamicRange
    starts = zip(candidates, levels).filter { $0.1 > threshold }.map(\.0)
  }

  /// The active frames of a signal as long as the reference, windowed and joined with the same
  /// overlap.
  func overlapAdded(from signal: [Float]) -> [Float] {
    guard !starts.isEmpty else { return [] }
    let window = AnalysisWindow.hannWithoutEnds(Self.frameLength)
    var joined = [Double](
      repeating: 0, count: (starts.count - 1) * Self.hopLength + Self.frameLength)
    for (place, start) in starts.enumerated() {
      for index in window.indices {
        joined[place * Self.hopLength + index] += window[index] * Double(signal[start + index])
      }
    }
    return joined.map(Float.init)
  }
}
