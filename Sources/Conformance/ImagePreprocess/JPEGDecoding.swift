import Layers
import Media

/// JPEG files against Pillow's readings of them, all exact.
package enum JPEGDecoding: GoldenFamily {
  package static let name = "image-preprocess/jpeg"

  package static func recognizes(_ golden: GoldenCase) -> Bool {
    golden.listedFiles?.consists(ofEndings: [".jpg", ".jpeg"]) ?? false
  }

  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    try (golden.listedFiles?.files ?? []).flatMap { try compare(file: $0, golden) }
  }

  private static func compare(
    file: String, _ golden: GoldenCase
  ) throws -> [TensorComparison] {
    let bytes = try golden.bytes(ofFile: file)
    let source = golden.path + "/" + file
    let jpeg = try JPEGFile(bytes, source: source)
    let stem = ImageFileList.stem(file)
    let pixels = try storedImage(jpeg)
    var comparisons = [try golden.comparison(stem + ".pixels", pixels)]
    if golden.tensors.entry(stem + ".rgb") != nil {
      let options = ImageDecoding(orientation: .ignored)
      let rgb = try PixelImage(decoding: bytes, source: source, options: options)
      comparisons.append(try golden.comparison(stem + ".rgb", rgb))
    }
    if golden.tensors.entry(stem + ".ycc") != nil {
      let samples = try jpeg.samples(in: .ycc)
      comparisons.append(
        try golden.comparison(
          stem + ".ycc", shape: [jpeg.height, jpeg.width, 3], integers: samples))
    }
    if golden.tensors.entry(stem + ".transposed") != nil {
      comparisons.append(
        try golden.comparison(stem + ".transposed", pixels.turned(jpeg.orientation)))
    }
    return comparisons
  }

  /// The picture in Pillow's mode: grey, RGB, or four inks, 0 for none (held as four channels).
  private static func storedImage(_ jpeg: JPEGFile) throws -> PixelImage {
    switch jpeg.color {
    case .grey:
      PixelImage(
        width: jpeg.width, height: jpeg.height, channels: .grey,
        samples: try jpeg.samples(in: .grey))
    case .rgb, .ycc:
      try jpeg.rgb()
    case .cmyk, .ycck:
      PixelImage(
        width: jpeg.width, height: jpeg.height, channels: .rgba, samples: try jpeg.inks())
    }
  }
}
