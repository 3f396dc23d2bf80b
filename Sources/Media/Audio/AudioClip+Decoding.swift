import Bytes

extension AudioClip {
  /// Reads a sound file: WAV, FLAC, Ogg Vorbis, Ogg Opus, AIFF or MP3, by content and not by name.
  ///
  /// Integer samples of b bits are divided by 2^(b-1), so they lie in -1..<1; float samples are
  /// taken as they are and must be finite.
  ///
  /// - Throws: `FileError` when it cannot be read, `MediaError` for damage, truncation, an unknown
  ///   format, no sound at all, or a sound over the limits.
  public init(contentsOf path: String, options: AudioDecodingOptions = .init()) throws {
    let file = try MappedFile(path: path)
    self = try file.withUnsafeBytes { contents in
      try AudioDecoder(contents, source: path, options: options).clip()
    }
  }

  /// Decodes the bytes of a sound file as ``init(contentsOf:options:)`` does; `source` names them
  /// in errors.
  ///
  /// - Throws: `MediaError`.
  public init(
    decoding bytes: [UInt8], source: String, options: AudioDecodingOptions = .init()
  ) throws(MediaError) {
    self = try bytes.withUnsafeBufferPointer { contents throws(MediaError) in
      try AudioDecoder(UnsafeRawBufferPointer(contents), source: source, options: options).clip()
    }
  }
}
