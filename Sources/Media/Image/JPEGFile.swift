import CMediaShims

/// A JPEG file whose header is read and whose size is within the limit.
package struct JPEGFile: Sendable {
  /// Pixels in a row, as stored.
  package let width: Int
  /// Rows, as stored.
  package let height: Int
  /// The colour space of the stored components.
  package let color: Color
  /// How the stored rows are turned to be seen upright.
  package let orientation: ImageOrientation
  private let bytes: [UInt8]
  private let source: String

  /// A colour space of JPEG components.
  package enum Color: Sendable {
    case grey
    case rgb
    /// Luma and two chroma differences (ITU-T T.871).
    case ycc
    /// Four inks, stored inverted by Adobe's convention.
    case cmyk
    /// Inverted inks of which three are coded as luma and chroma differences.
    case ycck

    /// Samples a pixel.
    package var componentCount: Int {
      switch self {
      case .grey: 1
      case .rgb, .ycc: 3
      case .cmyk, .ycck: 4
      }
    }

    fileprivate init(_ color: tessera_jpeg_color) {
      switch color {
      case TESSERA_JPEG_GREY: self = .grey
      case TESSERA_JPEG_RGB: self = .rgb
      case TESSERA_JPEG_YCC: self = .ycc
      case TESSERA_JPEG_CMYK: self = .cmyk
      default: self = .ycck
      }
    }

    fileprivate var shimColor: tessera_jpeg_color {
      switch self {
      case .grey: TESSERA_JPEG_GREY
      case .rgb: TESSERA_JPEG_RGB
      case .ycc: TESSERA_JPEG_YCC
      case .cmyk: TESSERA_JPEG_CMYK
      case .ycck: TESSERA_JPEG_YCCK
      }
    }
  }

  /// A real encoder writes about ten scans; each costs a pass over the whole picture.
  private static let scanLimit: Int32 = 500

  /// Reads the header and checks the size.
  ///
  /// - Throws: `MediaError.malformed`, `.unsupported` or `.limitExceeded`.
  package init(
    _ bytes: [UInt8], source: String, options: ImageDecoding = ImageDecoding()
  ) throws(MediaError) {
    var header = tessera_jpeg_header()
    try CodecCall.run(source: source, format: .jpeg) { message in
      tessera_jpeg_read_header(bytes, bytes.count, &header, message)
    }
    width = header.width
    height = header.height
    color = Color(header.color)
    try options.checkSize(width: width, height: height, source: source)
    orientation = ImageOrientation(jpeg: bytes)
    self.bytes = bytes
    self.source = source
  }

  /// Decodes to interleaved samples, rows as stored, in a colour space that the stored one allows:
  /// RGB from grey, YCC and RGB; YCC from YCC; CMYK from CMYK and YCCK, as stored; grey from grey.
  ///
  /// - Throws: `MediaError.malformed` for damaged or missing data, `.unsupported`.
  package func samples(in color: Color) throws(MediaError) -> [UInt8] {
    var samples = [UInt8](
      unsafeUninitializedCapacity: width * height * color.componentCount
    ) { buffer, count in
      count = buffer.count
    }
    try CodecCall.run(source: source, format: .jpeg) { message in
      tessera_jpeg_read(
        bytes, bytes.count, color.shimColor, Self.scanLimit, &samples, message)
    }
    return samples
  }

  /// The four inks of a CMYK or YCCK file, 0 for none, 255 for full.
  ///
  /// Four components are always taken as stored inverted, with or without an Adobe marker, as
  /// Pillow does: practically every such file comes from Adobe's programs.
  ///
  /// - Throws: as ``samples(in:)``.
  package func inks() throws(MediaError) -> [UInt8] {
    var samples = try samples(in: .cmyk)
    for index in samples.indices { samples[index] = 255 - samples[index] }
    return samples
  }

  /// Decodes to RGB, rows as stored.
  ///
  /// Inks c, m, y, k become light without a colour profile, as in Pillow: with n = 255 - k, red is
  /// n - round(c * n / 255), likewise green from m and blue from y.
  ///
  /// - Throws: as ``samples(in:)``.
  package func rgb() throws(MediaError) -> PixelImage {
    guard color == .cmyk || color == .ycck else {
      return PixelImage(width: width, height: height, samples: try samples(in: .rgb))
    }
    let inks = PixelImage(
      width: width, height: height, channels: .rgba, samples: try samples(in: .cmyk))
    return inks.mappingPixels(to: .rgb) { stored, rgb in
      let notBlack = UInt32(stored[3])
      for ink in 0..<3 {
        let covered = dividedBy255((255 - UInt32(stored[ink])) * notBlack)
        rgb[ink] = UInt8(truncatingIfNeeded: notBlack - covered)
      }
    }
  }
}
