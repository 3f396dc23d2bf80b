/// How a picture file becomes an 8-bit picture.
public struct ImageDecoding: Equatable, Sendable {
  /// What becomes of transparency.
  public var alpha: AlphaHandling
  /// What becomes of the orientation that a camera noted beside the pixels.
  public var orientation: OrientationHandling
  /// The most pixels a file may claim, at most 2^32; more is refused before anything is allocated.
  public var pixelLimit: Int

  /// Pillow's own limit: twice the RGB pixels of a quarter of a gigabyte.
  public static let defaultPixelLimit = 178_956_970

  /// What becomes of transparency.
  public enum AlphaHandling: Equatable, Sendable {
    /// Blends the picture over a colour; the result is RGB.
    case composite(over: PixelColor)
    /// Drops alpha without blending, as Pillow's `convert("RGB")` does; the result is RGB.
    case discard
    /// Keeps straight alpha, opaque where the file has none; the result is RGBA.
    case keep
  }

  /// What becomes of the Exif orientation of a JPEG file.
  public enum OrientationHandling: Equatable, Sendable {
    /// The picture is turned as it is meant to be seen.
    case applied
    /// The rows stay as the file stores them.
    case ignored
  }

  /// Composites on white and turns pictures upright unless told otherwise.
  public init(
    alpha: AlphaHandling = .composite(over: .white), orientation: OrientationHandling = .applied,
    pixelLimit: Int = Self.defaultPixelLimit
  ) {
    self.alpha = alpha
    self.orientation = orientation
    self.pixelLimit = pixelLimit
  }

  /// Checks a claimed size against ``pixelLimit``.
  ///
  /// - Throws: `MediaError.limitExceeded`.
  package func checkSize(width: Int, height: Int, source: String) throws(MediaError) {
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    let limit = min(pixelLimit, Self.addressablePixels)
    guard !overflow, pixels <= limit else {
      throw MediaError.limitExceeded(
        source: source, what: "pixels", value: overflow ? .max : pixels, limit: limit,
        flag: "--pixel-limit")
    }
  }

  /// No count of bytes overflows below this, whatever a pixel holds.
  private static let addressablePixels = 1 << 32
}
