import Layers
import Media

/// PNG files against their stored samples and Pillow's readings of them, all exact.
package enum PNGDecoding: GoldenFamily {
  package static let name = "image-preprocess/png"

  package static func recognizes(_ golden: GoldenCase) -> Bool {
    golden.listedFiles?.consists(ofEndings: [".png"]) ?? false
  }

  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    try (golden.listedFiles?.files ?? []).flatMap { try compare(file: $0, golden) }
  }

  private static func compare(
    file: String, _ golden: GoldenCase
  ) throws -> [TensorComparison] {
    let bytes = try golden.bytes(ofFile: file)
    let source = golden.path + "/" + file
    let stored = try PNGSamples(decoding: bytes, source: source)
    func decoded(_ alpha: ImageDecoding.AlphaHandling) throws -> PixelImage {
      try PixelImage(decoding: bytes, source: source, options: ImageDecoding(alpha: alpha))
    }
    let stem = ImageFileList.stem(file)
    let rgb = try decoded(.discard)
    let rgba = try decoded(.keep)
    let samples = try golden.comparison(
      stem + ".samples", shape: stored.shape, integers: stored.integers)
    return try [samples, pixels(stem, stored, rgb: rgb, rgba: rgba, golden)]
      + [(stem + ".rgb", rgb), (stem + ".rgba", rgba)].map { name, image in
        stored.isDeepGrey
          ? try scaledGrey(name, image, samples: stem + ".samples", golden)
          : try golden.comparison(name, image)
      }
  }

  /// Pillow's view of the opened file: stored samples where its modes hold them, 8-bit otherwise.
  private static func pixels(
    _ stem: String, _ stored: PNGSamples, rgb: PixelImage, rgba: PixelImage, _ golden: GoldenCase
  ) throws -> TensorComparison {
    let name = stem + ".pixels"
    let plane = [stored.height, stored.width]
    switch (stored.color, stored.bitDepth) {
    case (.palette, _), (.grey, 1), (.grey, 16):
      return try golden.comparison(name, shape: plane, integers: stored.integers)
    case (.grey, _):
      let levels = stride(from: 0, to: rgb.samples.count, by: 3).map { rgb.samples[$0] }
      return try golden.comparison(name, shape: plane, integers: levels)
    case (.greyAlpha, 8):
      return try golden.comparison(name, shape: stored.shape, integers: stored.integers)
    case (.rgb, _):
      return try golden.comparison(name, rgb)
    case (.greyAlpha, _), (.rgba, _):
      return try golden.comparison(name, rgba)
    }
  }

  /// 16-bit grey against the golden's own samples, scaled.
  private static func scaledGrey(
    _ name: String, _ image: PixelImage, samples: String, _ golden: GoldenCase
  ) throws -> TensorComparison {
    let shape = [image.height, image.width, image.channels.count]
    let expected = try golden.tensors.integers(samples).flatMap { sample in
      let level = (Double(sample) * 255 / 65535).rounded()
      return [level, level, level, 255].prefix(image.channels.count)
    }
    guard golden.tensors.entry(name)?.shape == shape, expected.count == image.samples.count else {
      return golden.wrongShape(name, expected: shape)
    }
    let differences = zip(image.samples, expected).map { abs(Double($0) - $1) }
    return TensorComparison(
      name: name, largestError: differences.max() ?? 0, tolerance: 0, unit: "levels",
      note: "16-bit grey is scaled to 8 bits; Pillow clamps")
  }
}

extension PNGSamples {
  fileprivate var shape: [Int] { [height, width, color.samplesPerPixel] }

  fileprivate var integers: [Int] {
    switch samples {
    case .bytes(let bytes): bytes.map(Int.init)
    case .words(let words): words.map(Int.init)
    }
  }

  fileprivate var isDeepGrey: Bool {
    if case .grey = color { bitDepth == 16 } else { false }
  }
}
