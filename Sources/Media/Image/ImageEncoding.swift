/// How a picture becomes a file.
public enum ImageEncoding: Equatable, Sendable {
  /// Lossless.
  case png
  /// Baseline JPEG; `quality` is 1 to 100 on the Independent JPEG Group's scale.
  case jpeg(quality: Int, chroma: ChromaSampling)

  /// How finely JPEG stores colour differences.
  public enum ChromaSampling: Equatable, Sendable {
    /// One a pixel (4:4:4).
    case full
    /// One for two by two pixels (4:2:0).
    case quarter
  }

  /// The format of the file.
  public var format: ImageFormat {
    switch self {
    case .png: .png
    case .jpeg: .jpeg
    }
  }
}
