import Glibc
import Media

/// The last step of STOI: how alike two signals' bands are over segments of 30 frames, averaged
/// over segments that begin at every frame.
struct SegmentCorrelation {
  /// `[bands][frames]`.
  private let reference: [[Double]]
  private let estimate: [[Double]]
  private let segmentStarts: Range<Int>
  private static let length = STOI.segmentLength
  /// The distortion that is allowed for, −15 dB signal-to-distortion, as a ratio of magnitudes.
  private static let clippingRatio = pow(10, 15.0 / 20)

  /// Takes bands of equally many frames, at least one segment of them.
  init(reference: Spectrogram, estimate: Spectrogram) {
    precondition(reference.frameCount == estimate.frameCount, "signals of unequal length")
    self.reference = Self.bands(of: reference)
    self.estimate = Self.bands(of: estimate)
    segmentStarts = 0..<max(reference.frameCount - Self.length + 1, 0)
  }

  /// Each band of the estimate is scaled to the reference's energy and clipped at 1 + 10^(15/20)
  /// times the reference, then correlated.
  func plain() -> Double {
    let ceiling = 1 + Self.clippingRatio
    var sum = 0.0
    for start in segmentStarts {
      for (x, y) in segmentBands(from: start) {
        let scale = norm(x) / (norm(y) + .ulpOfOne)
        let clipped = zip(x, y).map { min($1 * scale, $0 * ceiling) }
        sum += dot(normalized(x), normalized(clipped))
      }
    }
    return sum / Double(segmentStarts.count * reference.count)
  }

  /// All bands of a segment together, normalised over time and then over bands.
  func extended() -> Double {
    var sum = 0.0
    for start in segmentStarts {
      let rows = segmentBands(from: start)
      let x = columnsNormalized(rows.map { normalized($0.reference) })
      let y = columnsNormalized(rows.map { normalized($0.estimate) })
      sum += zip(x, y).reduce(0) { $0 + dot($1.0, $1.1) } / Double(Self.length)
    }
    return sum / Double(segmentStarts.count)
  }

  private func segmentBands(from start: Int) -> [(reference: [Double], estimate: [Double])] {
    let frames = start..<start + Self.length
    return zip(reference, estimate).map { (Array($0[frames]), Array($1[frames])) }
  }

  /// The columns of `rows`, each normalised.
  private func columnsNormalized(_ rows: [[Double]]) -> [[Double]] {
    (0..<Self.length).map { frame in normalized(rows.map { $0[frame] }) }
  }

  /// Zero mean and unit norm; zeros stay zeros.
  private func normalized(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(values.count)
    let centred = values.map { $0 - mean }
    let scale = 1 / (norm(centred) + .ulpOfOne)
    return centred.map { $0 * scale }
  }

  private func norm(_ values: [Double]) -> Double { dot(values, values).squareRoot() }

  private func dot(_ x: [Double], _ y: [Double]) -> Double {
    var sum = 0.0
    for index in x.indices { sum += x[index] * y[index] }
    return sum
  }

  private static func bands(of spectrogram: Spectrogram) -> [[Double]] {
    let values = spectrogram.bandsByFrames
    let count = spectrogram.frameCount
    return (0..<spectrogram.bandCount).map { band in
      values[band * count..<(band + 1) * count].map(Double.init)
    }
  }
}
