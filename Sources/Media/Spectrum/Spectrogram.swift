import Glibc

/// Values over time and frequency, such as powers, magnitudes or logarithms of mel bands.
package struct Spectrogram: Equatable, Sendable {
  /// Frames, in time.
  package let frameCount: Int
  /// Values in one frame: Fourier bins or bands, from the lowest frequency.
  package let bandCount: Int
  /// `[frames, bands]`, row-major.
  package var values: [Float]

  /// Wraps the values of whole frames.
  package init(bandCount: Int, values: [Float]) {
    precondition(
      bandCount > 0 && values.count.isMultiple(of: bandCount),
      "\(values.count) values are no whole frames of \(bandCount)")
    self.bandCount = bandCount
    self.values = values
    frameCount = values.count / bandCount
  }

  /// The values as `[bands, frames]`, row-major: the layout that convolutions over time take.
  package var bandsByFrames: [Float] {
    var transposed = [Float](repeating: 0, count: values.count)
    for frame in 0..<frameCount {
      for band in 0..<bandCount {
        transposed[band * frameCount + frame] = values[frame * bandCount + band]
      }
    }
    return transposed
  }

  /// Each value transformed on its own.
  package func mapValues(_ transform: (Float) -> Float) -> Spectrogram {
    Spectrogram(bandCount: bandCount, values: values.map(transform))
  }

  /// Magnitudes of powers: √value.
  package func squareRoots() -> Spectrogram {
    mapValues { $0.squareRoot() }
  }

  /// Decibels of powers as `librosa.power_to_db` gives them: 10 log₁₀(max(value, `floor`)), then at
  /// most `range` below the largest.
  package func decibels(floor: Float = 1e-10, range: Float = 80) -> Spectrogram {
    let levels = mapValues { 10 * log10(max($0, floor)) }
    let quietest = (levels.values.max() ?? 0) - range
    return levels.mapValues { max($0, quietest) }
  }
}
