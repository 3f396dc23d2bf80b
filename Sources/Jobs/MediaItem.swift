import Bytes
public import Media
public import TokenStreams

/// A picture or a sound in memory.
public enum MediaItem: Sendable, Equatable {
  case image(PixelImage)
  case audio(AudioClip)

  /// What is decoded, and up to which size.
  public struct Options: Sendable, Equatable {
    /// How pictures are decoded.
    public var image: ImageDecoding
    /// How sound is decoded.
    public var audio: AudioDecodingOptions

    /// Takes the options of both kinds.
    public init(image: ImageDecoding = .init(), audio: AudioDecodingOptions = .init()) {
      self.image = image
      self.audio = audio
    }
  }

  /// Bytes at the start of a file that are enough to recognise what it is.
  private static let signatureLength = 64

  /// Decodes a file by its content, whatever its name.
  ///
  /// - Throws: `FileError` or `MediaError`.
  public init(contentsOf path: String, options: Options = .init()) throws {
    switch try Self.kind(ofFile: path) {
    case .image: self = .image(try PixelImage(contentsOf: path, options: options.image))
    case .audio: self = .audio(try AudioClip(contentsOf: path, options: options.audio))
    }
  }

  /// Whether a file is a picture or a sound.
  ///
  /// - Throws: `FileError`, or `MediaError` for an empty file or an unknown content.
  public static func kind(ofFile path: String) throws -> MediaKind {
    let start = try startOfFile(path)
    if start.isEmpty {
      throw MediaError.malformed(source: path, format: "file", reason: "it is empty")
    }
    guard let kind = recognizedKind(of: start) else {
      throw MediaError.unsupported(
        source: path, feature: MediaItem.foreignDescription(of: start))
    }
    return kind
  }

  /// Whether a file is a picture or a sound, or nil when its content is neither.
  ///
  /// - Throws: `FileError` when it cannot be read.
  static func recognizedKind(ofFile path: String) throws -> MediaKind? {
    recognizedKind(of: try startOfFile(path))
  }

  private static func recognizedKind(of start: [UInt8]) -> MediaKind? {
    if ImageFormat.recognized(in: start) != nil { return .image }
    if AudioFormat.recognized(in: start) != nil { return .audio }
    return nil
  }

  private static func foreignDescription(of start: [UInt8]) -> String {
    guard let name = ImageFormat.unreadFormat(of: start) ?? AudioFormat.foreignName(in: start)
    else { return "its content is no picture or sound that is read here" }
    return "\(name) is not read here"
  }

  private static func startOfFile(_ path: String) throws -> [UInt8] {
    let file = try MappedFile(path: path)
    return file.bytes(in: 0..<min(signatureLength, file.count))
  }
}

extension MediaItem {
  /// Whether this is a picture or a sound.
  public var kind: MediaKind {
    switch self {
    case .image: .image
    case .audio: .audio
    }
  }

  /// Writes the item, whole or not at all, in the format of `path`'s extension; without one, PNG or
  /// 16-bit WAV.
  ///
  /// - Throws: `FileError`, `MediaError`, or `OutputFormatError` for an unknown extension or one of
  ///   the other kind of media.
  public func write(to path: String) throws {
    try write(to: path, as: OutputFormat(path: path, kind: kind))
  }

  /// Writes the item, whole or not at all, in the format for its kind of media.
  ///
  /// - Throws: `FileError`.
  func write(to path: String, as format: OutputFormat) throws {
    switch self {
    case .image(let image): try image.write(to: path, as: format.image)
    case .audio(let clip): try clip.write(to: path, as: format.audio)
    }
  }
}
