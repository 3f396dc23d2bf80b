import Bytes

extension PixelImage {
  /// Decodes a PNG or JPEG file, recognised by its content.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - source: what messages call the file.
  ///   - options: what becomes of alpha and orientation, and the pixel limit.
  /// - Throws: `MediaError.malformed`, `.unsupported` or `.limitExceeded`; a file that ends too
  ///   early or fails a check is malformed, never half a picture.
  public init(
    decoding bytes: [UInt8], source: String, options: ImageDecoding = ImageDecoding()
  ) throws(MediaError) {
    switch ImageFormat.recognized(in: bytes) {
    case .png:
      let file = try PNGSamples(decoding: bytes, source: source, options: options)
      self = try file.expanded(source: source).handlingAlpha(options.alpha)
    case .jpeg:
      let file = try JPEGFile(bytes, source: source, options: options)
      let upright = options.orientation == .applied ? file.orientation : .up
      self = try file.rgb().turned(upright).handlingAlpha(options.alpha)
    case nil:
      let feature =
        if let name = ImageFormat.unreadFormat(of: bytes) {
          "it is a \(name) picture, which is not read"
        } else {
          "it is not a picture of a known format"
        }
      throw MediaError.unsupported(source: source, feature: feature)
    }
  }

  /// Reads and decodes a PNG or JPEG file.
  ///
  /// - Throws: `FileError` when it cannot be read; `MediaError` as ``init(decoding:source:options:)``.
  public init(contentsOf path: String, options: ImageDecoding = ImageDecoding()) throws {
    try self.init(
      decoding: MappedFile(path: path).allBytes(), source: path, options: options)
  }
}
