extension PixelImage {
  /// An RGB or RGBA picture with its transparency handled; one without is opaque.
  func handlingAlpha(_ handling: ImageDecoding.AlphaHandling) -> PixelImage {
    switch (handling, channels) {
    case (.keep, .rgb): expandedToRGBA()
    case (.keep, .rgba), (_, .rgb), (_, .grey): self
    case (.discard, .rgba): droppingAlpha()
    case (.composite(let background), .rgba): composited(over: background)
    }
  }

  private func expandedToRGBA() -> PixelImage {
    mappingPixels(to: .rgba) { source, destination in
      destination[0] = source[0]
      destination[1] = source[1]
      destination[2] = source[2]
      destination[3] = 255
    }
  }

  private func droppingAlpha() -> PixelImage {
    mappingPixels(to: .rgb) { source, destination in
      destination[0] = source[0]
      destination[1] = source[1]
      destination[2] = source[2]
    }
  }

  /// round((color * alpha + background * (255 - alpha)) / 255) in every channel.
  private func composited(over background: PixelColor) -> PixelImage {
    let red = UInt32(background.red)
    let green = UInt32(background.green)
    let blue = UInt32(background.blue)
    return mappingPixels(to: .rgb) { source, destination in
      let alpha = UInt32(source[3])
      func blend(_ sample: UInt8, _ behind: UInt32) -> UInt8 {
        UInt8(truncatingIfNeeded: dividedBy255(UInt32(sample) * alpha + behind * (255 - alpha)))
      }
      destination[0] = blend(source[0], red)
      destination[1] = blend(source[1], green)
      destination[2] = blend(source[2], blue)
    }
  }

  /// A picture of other channels, each pixel computed from the pixel in its place.
  func mappingPixels(
    to newChannels: Channels,
    _ transform: (UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>) -> Void
  ) -> PixelImage {
    let pixelCount = width * height
    let stride = channels.count
    let newStride = newChannels.count
    let mapped = [UInt8](unsafeUninitializedCapacity: pixelCount * newStride) { output, count in
      samples.withUnsafeBufferPointer { input in
        guard var source = input.baseAddress, var destination = output.baseAddress else { return }
        for _ in 0..<pixelCount {
          transform(source, destination)
          source += stride
          destination += newStride
        }
      }
      count = pixelCount * newStride
    }
    return PixelImage(width: width, height: height, channels: newChannels, samples: mapped)
  }
}

/// round(value / 255) for values up to 255 * 255, without a division.
func dividedBy255(_ value: UInt32) -> UInt32 {
  let raised = value &+ 128
  return (raised &+ (raised >> 8)) >> 8
}
