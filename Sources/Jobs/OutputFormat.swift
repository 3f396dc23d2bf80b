import Bytes
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
    let name = Folder.name(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return }
    let fileExtension = String(name[name.index(after: dot)...])
    guard try take(fileExtension) == kind else {
      throw OutputFormatError.wrongKind(fileExtension: fileExtension, media: kind.rawValue)
    }
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
    default: throw OutputFormatError.unknown(fileExtension)
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
  case unknown(String)
  case wrongKind(fileExtension: String, media: String)

  /// Which extension, and which to use.
  public var description: String {
    switch self {
    case .unknown(let fileExtension):
      "'\(fileExtension)' is not written here; use png, jpg, wav or flac"
    case .wrongKind(let fileExtension, let media):
      "an item of kind \(media) cannot be written as .\(fileExtension); use \(media == "image" ? "png or jpg" : "wav or flac")"
    }
  }
}
