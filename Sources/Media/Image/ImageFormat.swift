/// A picture file's format, told by its first bytes and never by its name.
public enum ImageFormat: Equatable, Sendable, CaseIterable {
  /// Portable Network Graphics (W3C PNG specification, ISO/IEC 15948).
  case png
  /// JPEG (ITU-T T.81), in a JFIF, Adobe or Exif file.
  case jpeg

  /// The name that messages use.
  public var name: String {
    switch self {
    case .png: "PNG"
    case .jpeg: "JPEG"
    }
  }

  /// The format of the picture that starts with `bytes`; nil when it is neither PNG nor JPEG.
  public static func recognized(in bytes: some Collection<UInt8>) -> ImageFormat? {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
    return nil
  }

  /// The name of a well-known picture format that is not read; nil for anything else.
  package static func unreadFormat(of bytes: some Collection<UInt8>) -> String? {
    let signatures: [(name: String, offset: Int, bytes: [UInt8])] = [
      ("GIF", 0, Array("GIF8".utf8)),
      ("WebP", 8, Array("WEBP".utf8)),
      ("TIFF", 0, [0x49, 0x49, 0x2A, 0x00]),
      ("TIFF", 0, [0x4D, 0x4D, 0x00, 0x2A]),
      ("BMP", 0, Array("BM".utf8)),
      ("AVIF", 4, Array("ftypavif".utf8)),
      ("HEIF", 4, Array("ftyphei".utf8)),
      ("HEIF", 4, Array("ftypmif1".utf8)),
      ("JPEG 2000", 4, Array("jP  ".utf8)),
      ("JPEG XL", 4, Array("JXL ".utf8)),
      ("JPEG XL", 0, [0xFF, 0x0A]),
    ]
    return signatures.first { bytes.dropFirst($0.offset).starts(with: $0.bytes) }?.name
  }
}
