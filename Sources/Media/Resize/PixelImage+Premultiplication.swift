extension PixelImage {
  /// RGBA with its colours multiplied by alpha: round(color * alpha / 255).
  func premultiplied() -> PixelImage {
    mappingPixels(to: .rgba) { straight, product in
      let alpha = UInt32(straight[3])
      for channel in 0..<3 {
        product[channel] = UInt8(
          truncatingIfNeeded: dividedBy255(UInt32(straight[channel]) * alpha))
      }
      product[3] = straight[3]
    }
  }

  /// RGBA with its colours divided by alpha: trunc(255 * color / alpha), at most 255; kept where
  /// alpha is 0 or 255.
  func unpremultiplied() -> PixelImage {
    mappingPixels(to: .rgba) { product, straight in
      let alpha = UInt32(product[3])
      for channel in 0..<3 {
        let color = UInt32(product[channel])
        let divides = alpha != 0 && alpha != 255
        straight[channel] = UInt8(min(divides ? 255 * color / alpha : color, 255))
      }
      straight[3] = product[3]
    }
  }
}
