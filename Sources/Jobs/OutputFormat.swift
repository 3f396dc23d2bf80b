public import Media
public import TokenStreams

/// The file formats that decoded items are written in.
public struct OutputFormat: Sendable, Equatable {
  /// For pictures.
  public var image: ImageEncoding
  /// For sound.
  public var audio: AudioEncoding

  /// High enough that the codes' own losses stay the visible ones.
  private static let jpegQuality = 95

  /// PNG and 16-bit WAV unless told otherwise.
  public init(image: ImageEncoding = .png, audio: AudioEncoding = .wavInteger16) {
    self.image = image
    self.audio = audio
  }

  /// The format that a path's extension names.
  ///
  /// - Throws: `OutputFormatError` for an extension that is not written.
  public init(path: String, kind: MediaKind) throws {
    self.init()
    guard let fileExtension = FileExtension.of(path) else { return }
    guard let named = try? take(fileExtension) else {
      throw OutputFormatError.unknown(path: path, fileExtension: fileExtension)
    }
    guard named == kind else { throw OutputFormatError.wrongKind(path: path, media: kind) }
  }

  /// Chooses the format of one kind of media by its extension; the other kind keeps its own.
  ///
  /// - Throws: `OutputFormatError.unknown`.
  @discardableResult
  public mutating func take(_ fileExtension: String) throws -> MediaKind {
    switch fileExtension.lowercased() {
    case "png": image = .png
    case "jpg", "jpeg": image = .jpeg(quality: Self.jpegQuality, chroma: .full)
    case "wav": audio = .wavInteger16
    case "flac": audio = .flacInteger16
    default: throw OutputFormatError.unknown(path: nil, fileExtension: fileExtension)
    }
    return ["wav", "flac"].contains(fileExtension.lowercased()) ? .audio : .image
  }

  /// The extension of files of one kind of media.
  public func fileExtension(for kind: MediaKind) -> String {
    switch kind {
    case .image: image == .png ? "png" : "jpg"
    case .audio: [.flacInteger16, .flacInteger24].contains(audio) ? "flac" : "wav"
    }
  }
}

/// Why decoded media cannot be written under a name.
public enum OutputFormatError: Error, Equatable, Sendable, CustomStringConvertible {
  /// No format goes by this extension; the path is that of the output, where one is given.
  case unknown(path: String?, fileExtension: String)
  /// The path's extension is one of the other kind of media.
  case wrongKind(path: String, media: MediaKind)

  /// Which path or extension, and which to use.
  public var description: String {
    switch self {
    case .unknown(let path, let fileExtension):
      (path.map { $0 + ": " } ?? "")
        + "files of format '\(fileExtension)' are not written; use png, jpg, wav or flac"
    case .wrongKind(let path, .image):
      "\(path): the item is a picture; use the extension png or jpg"
    case .wrongKind(let path, .audio):
      "\(path): the item is a sound; use the extension wav or flac"
    }
  }
}
