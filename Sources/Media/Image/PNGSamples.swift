import CMediaShims

/// The contents of a PNG file as stored: samples at full depth, palette indices unexpanded.
package struct PNGSamples: Sendable {
  /// Pixels in a row.
  package let width: Int
  /// Rows.
  package let height: Int
  /// 1, 2, 4, 8 or 16 bits a sample.
  package let bitDepth: Int
  /// What a pixel's samples mean.
  package let color: Color
  /// The samples, `[height, width, color.samplesPerPixel]`.
  package let samples: Samples

  /// What a pixel's samples mean (PNG specification, 11.2.2).
  package enum Color: Equatable, Sendable {
    /// One level; pixels of the level `transparent`, when there is one, are invisible.
    case grey(transparent: UInt16?)
    /// Three samples; pixels of exactly the colour `transparent` are invisible.
    case rgb(transparent: [UInt16]?)
    /// An index into colours of red, green, blue and alpha.
    case palette([[UInt8]])
    /// A level and alpha.
    case greyAlpha
    /// Three samples and alpha.
    case rgba

    /// Stored samples a pixel.
    package var samplesPerPixel: Int {
      switch self {
      case .grey, .palette: 1
      case .greyAlpha: 2
      case .rgb: 3
      case .rgba: 4
      }
    }
  }

  /// Stored samples: bytes up to 8 bits (not scaled), words for 16.
  package enum Samples: Equatable, Sendable {
    case bytes([UInt8])
    case words([UInt16])
  }

  /// Decodes a whole file.
  ///
  /// - Throws: `MediaError.malformed` or `.limitExceeded`, the latter before allocating anything.
  package init(
    decoding bytes: [UInt8], source: String, options: ImageDecoding = ImageDecoding()
  ) throws(MediaError) {
    var header = tessera_png_header()
    try CodecCall.run(source: source, format: .png) { message in
      tessera_png_read_header(bytes, bytes.count, &header, message)
    }
    width = header.width
    height = header.height
    bitDepth = Int(header.bit_depth)
    color = Color(header)
    try options.checkSize(width: width, height: height, source: source)
    let count = width * height * color.samplesPerPixel
    if bitDepth == 16 {
      var words = [UInt16](unsafeUninitializedCapacity: count) { $1 = $0.count }
      try CodecCall.run(source: source, format: .png) { message in
        words.withUnsafeMutableBytes { buffer in
          tessera_png_read(
            bytes, bytes.count, buffer.assumingMemoryBound(to: UInt8.self).baseAddress, message)
        }
      }
      samples = .words(words)
    } else {
      var packed = [UInt8](unsafeUninitializedCapacity: count) { $1 = $0.count }
      try CodecCall.run(source: source, format: .png) { message in
        tessera_png_read(bytes, bytes.count, &packed, message)
      }
      samples = .bytes(packed)
    }
  }
}

extension PNGSamples.Color {
  fileprivate init(_ header: tessera_png_header) {
    let key = [header.key.0, header.key.1, header.key.2]
    let hasKey = header.has_key != 0
    switch header.color {
    case TESSERA_PNG_GREY: self = .grey(transparent: hasKey ? key[0] : nil)
    case TESSERA_PNG_RGB: self = .rgb(transparent: hasKey ? key : nil)
    case TESSERA_PNG_GREY_ALPHA: self = .greyAlpha
    case TESSERA_PNG_RGBA: self = .rgba
    default: self = .palette(Self.palette(header))
    }
  }

  private static func palette(_ header: tessera_png_header) -> [[UInt8]] {
    withUnsafeBytes(of: header.palette) { colors in
      withUnsafeBytes(of: header.palette_alpha) { alphas in
        (0..<Int(header.palette_count)).map { index in
          let alpha = index < Int(header.alpha_count) ? alphas[index] : 255
          return colors[3 * index..<3 * index + 3] + [alpha]
        }
      }
    }
  }
}
