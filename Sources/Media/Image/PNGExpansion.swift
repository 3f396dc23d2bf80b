extension PNGSamples {
  /// The picture as 8-bit RGB, or RGBA where the file has any transparency.
  ///
  /// Levels of fewer than 8 bits are spread over 0...255. Of 16-bit colours and alpha the high byte
  /// is kept, as Pillow does; 16-bit grey becomes round(level * 255 / 65535), where Pillow clamps
  /// to 255. Transparent levels and colours are compared at full depth.
  ///
  /// - Throws: `MediaError.malformed` for a pixel outside the palette.
  package func expanded(source: String) throws(MediaError) -> PixelImage {
    switch (color, samples) {
    case (.palette(let colors), .bytes(let indices)):
      try checkIndices(indices, colorCount: colors.count, source: source)
      return expanded(indices, through: colors)
    case (.grey(let transparent), .bytes(let levels)):
      return expanded(levels, through: Self.greys(bitDepth: bitDepth, transparent: transparent))
    case (.rgb(nil), .bytes(let samples)):
      return PixelImage(width: width, height: height, samples: samples)
    case (.rgba, .bytes(let samples)):
      return PixelImage(width: width, height: height, channels: .rgba, samples: samples)
    case (_, .bytes(let samples)):
      return expanded(samples) { $0 }
    case (.grey, .words(let levels)):
      return expanded(levels) { UInt8((UInt32($0) * 255 + 32767) / 65535) }
    case (_, .words(let samples)):
      return expanded(samples) { UInt8($0 >> 8) }
    }
  }

  private func checkIndices(
    _ indices: [UInt8], colorCount: Int, source: String
  ) throws(MediaError) {
    guard let largest = indices.max(), Int(largest) >= colorCount else { return }
    throw MediaError.malformed(
      source: source, format: ImageFormat.png.name,
      reason: "a pixel has colour \(largest) of a palette of \(colorCount)")
  }

  /// The colour of every level that `bitDepth` bits can hold.
  private static func greys(bitDepth: Int, transparent: UInt16?) -> [[UInt8]] {
    let largest = 1 << bitDepth - 1
    return (0...largest).map { level in
      let grey = UInt8(level * 255 / largest)
      let isTransparent = transparent.map { Int($0) == level } ?? false
      return [grey, grey, grey, isTransparent ? 0 : 255]
    }
  }

  private func expanded(_ indices: [UInt8], through colors: [[UInt8]]) -> PixelImage {
    let table = colors.flatMap { $0 }
    let isOpaque = colors.allSatisfy { $0[3] == 255 }
    let channels: PixelImage.Channels = isOpaque ? .rgb : .rgba
    let indexed = PixelImage(width: width, height: height, channels: .grey, samples: indices)
    return table.withUnsafeBufferPointer { table in
      indexed.mappingPixels(to: channels) { index, pixel in
        let entry = 4 * Int(index.pointee)
        for channel in 0..<channels.count { pixel[channel] = table[entry + channel] }
      }
    }
  }

  /// Expands grey and RGB samples, with or without alpha, each reduced to 8 bits by `reduce`.
  private func expanded<Sample: FixedWidthInteger & UnsignedInteger>(
    _ samples: [Sample], reduce: (Sample) -> UInt8
  ) -> PixelImage {
    let stride = color.samplesPerPixel
    let colorStep = stride > 2 ? 1 : 0
    let hasAlpha = stride % 2 == 0
    let key = transparentPixel.map { $0.map(Sample.init(truncatingIfNeeded:)) }
    let channels: PixelImage.Channels = hasAlpha || key != nil ? .rgba : .rgb
    var pixels = [UInt8]()
    pixels.reserveCapacity(width * height * channels.count)
    for place in Swift.stride(from: 0, to: samples.count, by: stride) {
      for channel in 0..<3 { pixels.append(reduce(samples[place + channel * colorStep])) }
      if hasAlpha {
        pixels.append(reduce(samples[place + stride - 1]))
      } else if let key {
        pixels.append(samples[place..<place + stride].elementsEqual(key) ? 0 : 255)
      }
    }
    return PixelImage(width: width, height: height, channels: channels, samples: pixels)
  }

  private var transparentPixel: [UInt16]? {
    switch color {
    case .grey(let level): level.map { [$0] }
    case .rgb(let color): color
    case .palette, .greyAlpha, .rgba: nil
    }
  }
}
