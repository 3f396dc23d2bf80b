import Media
import Tensors

/// Seeded noise, for work whose time does not depend on what the data mean.
enum Noise {
  private static let seed: UInt64 = 7

  /// Values in -1..<1, `[rows, columns]`.
  static func tensor(rows: Int, columns: Int) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    let elements = (0..<rows * columns).map { _ in Float(generator.unitInterval() * 2 - 1) }
    return Tensor(shape: [rows, columns], elements: elements)
  }

  /// A square RGB picture.
  static func picture(side: Int) -> PixelImage {
    var generator = SeededGenerator(seed: seed)
    let samples = (0..<side * side * 3).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    return PixelImage(width: side, height: side, samples: samples)
  }

  /// A clip of one channel.
  static func clip(seconds: Int, sampleRate: Int) -> AudioClip {
    AudioClip(
      sampleRate: sampleRate, channels: [tensor(rows: seconds, columns: sampleRate).elements])
  }
}
