import Bytes
import TestSupport

/// The sample media that the repository ships.
enum Samples {
  static let folder = ProjectFiles.path("Assets/samples")
  static let pictures = [
    "houses.png", "parrots.png", "ship.jpg", "sign.jpg", "tulips.png", "vest.jpg",
  ]
  static let sounds = ["piano_notes.flac", "speech_de.flac", "speech_en.wav", "strings.wav"]

  static func path(_ name: String) -> String { folder + "/" + name }
  static func bytes(_ name: String) throws -> [UInt8] {
    try MappedFile(path: path(name)).allBytes()
  }

  static let picture = path("ship.jpg")
  static let sound = path("speech_en.wav")
}

/// A WAV file put together by hand, to hold what no encoder would write.
enum WaveFile {
  /// One channel of 32-bit floats at 16 kHz.
  static func bytes(_ samples: [Float]) -> [UInt8] {
    let data = samples.flatMap { littleEndian($0.bitPattern) }
    let format: [UInt8] =
      littleEndian(UInt16(3)) + littleEndian(UInt16(1)) + littleEndian(UInt32(16_000))
      + littleEndian(UInt32(64_000)) + littleEndian(UInt16(4)) + littleEndian(UInt16(32))
    let chunks = Array("WAVE".utf8) + chunk("fmt ", format) + chunk("data", data)
    return chunk("RIFF", chunks)
  }

  private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    Array(name.utf8) + littleEndian(UInt32(content.count)) + content
  }

  private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}
