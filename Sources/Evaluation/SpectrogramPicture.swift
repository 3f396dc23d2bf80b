import Glibc
import Media

/// Draws sound as a picture of its short-time spectrum.
enum SpectrogramPicture {
  private static let windowLength = 512
  private static let decibelRange: Float = 80

  /// One pixel a frame and frequency bin, low frequencies at the bottom, grey levels over 80 dB
  /// below a full-scale sine.
  ///
  /// - Throws: `MediaError` for a clip shorter than half a window.
  static func draw(_ clip: AudioClip) throws -> PixelImage {
    let hop = max(windowLength / 4, clip.sampleCount / 384)
    let transform = try ShortTimeFourierTransform(
      hannLength: windowLength, hopLength: hop, fourierLength: windowLength,
      padding: .zeros(windowLength / 2))
    let spectrogram = try transform.power(of: clip.mixedDown().channels[0])
    let fullScale = Float(windowLength * windowLength) / 16
    let (width, height) = (spectrogram.frameCount, spectrogram.bandCount)
    var samples = [UInt8](repeating: 0, count: width * height * 3)
    for frame in 0..<width {
      for band in 0..<height {
        let power = spectrogram.values[frame * height + band] / fullScale
        let level = 1 + 10 * log10(max(power, 1e-12)) / decibelRange
        let grey = UInt8(min(max(level, 0), 1) * 255)
        let place = ((height - 1 - band) * width + frame) * 3
        for channel in 0..<3 { samples[place + channel] = grey }
      }
    }
    return PixelImage(width: width, height: height, samples: samples)
  }
}
