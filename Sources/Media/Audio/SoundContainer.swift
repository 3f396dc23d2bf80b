/// The outer structure of a sound file, walked only to tell whether its end is missing.
///
/// libsndfile takes what is left of a cut file for the whole; the container's own lengths know
/// better.
struct SoundContainer {
  private enum Structure {
    case chunks(littleEndian: Bool, samples: String)
    case pages
  }

  private let structure: Structure

  /// Nil for the formats whose header, read by libsndfile, counts its samples.
  init?(_ format: AudioFormat) {
    switch format {
    case .wav: structure = .chunks(littleEndian: true, samples: "data")
    case .aiff: structure = .chunks(littleEndian: false, samples: "SSND")
    case .ogg: structure = .pages
    case .flac, .mp3: return nil
    }
  }

  /// The bytes that the container announces past its end, or nil when none are known to be missing.
  func missingByteCount(in contents: UnsafeRawBufferPointer) -> Int? {
    let bytes = contents.bindMemory(to: UInt8.self).span
    switch structure {
    case .chunks(let littleEndian, let samples):
      return Self.missingChunkBytes(bytes, littleEndian: littleEndian, samples: samples)
    case .pages: return Self.missingPageBytes(bytes)
    }
  }

  /// Sizes that stand in for a length: FFmpeg writing to a pipe and RF64, SoX writing to a pipe.
  private static let placeholderSizes = [0xFFFF_FFFF, 0x7FFF_F000]

  /// Walks RIFF or IFF chunks (name, size, contents, padding to even) up to the samples, whose size
  /// stands in a chunk `ds64` before them in RF64 (EBU Tech 3306).
  private static func missingChunkBytes(
    _ bytes: Span<UInt8>, littleEndian: Bool, samples: String
  ) -> Int? {
    var offset = 12
    var longSize: Int?
    while offset + 8 <= bytes.count {
      let name = text(bytes, at: offset)
      let size = integer(bytes, at: offset + 4, width: 4, littleEndian: littleEndian)
      let isSamples = name == samples
      if isSamples, longSize == nil, placeholderSizes.contains(size) { return nil }
      let end = offset + 8 + (isSamples ? longSize ?? size : size)
      if end > bytes.count { return end - bytes.count }
      if isSamples { return nil }
      if name == "ds64", size >= 16 {
        // Seven of its eight bytes, so that no sum with it can overflow.
        longSize = integer(bytes, at: offset + 16, width: 7, littleEndian: littleEndian)
      }
      offset = end + size % 2
    }
    return nil
  }

  private static func text(_ bytes: Span<UInt8>, at offset: Int) -> String {
    String(decoding: (offset..<offset + 4).map { bytes[$0] }, as: UTF8.self)
  }

  private static func integer(
    _ bytes: Span<UInt8>, at offset: Int, width: Int, littleEndian: Bool
  ) -> Int {
    (0..<width).reduce(0) { value, index in
      value << 8 | Int(bytes[offset + (littleEndian ? width - 1 - index : index)])
    }
  }

  /// Walks Ogg pages (RFC 3533, section 6): 27 bytes, a table of segment lengths, the segments.
  private static func missingPageBytes(_ bytes: Span<UInt8>) -> Int? {
    var offset = 0
    while offset + 4 <= bytes.count, text(bytes, at: offset) == "OggS" {
      guard offset + 27 <= bytes.count else { return offset + 27 - bytes.count }
      let segments = offset + 27
      let body = segments + Int(bytes[offset + 26])
      guard body <= bytes.count else { return body - bytes.count }
      let end = (segments..<body).reduce(body) { $0 + Int(bytes[$1]) }
      guard end <= bytes.count else { return end - bytes.count }
      offset = end
    }
    return nil
  }
}
