import Layers
import Media

/// The picture preparations of published tokenizers: pixels exact, floats within 1e-6.
package enum ShorterSideCrop: GoldenFamily {
  package static let name = "image-preprocess/shorter-side-crop"

  private struct Configuration: Decodable {
    let images: [String]
    let sizes: [Int]
    let cropOnly: [Int]

    private enum CodingKeys: String, CodingKey {
      case images
      case sizes
      case cropOnly = "crop_only"
    }
  }

  package static func recognizes(_ golden: GoldenCase) -> Bool {
    golden.configuration(as: Configuration.self) != nil
  }

  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    try golden.tensors.names.filter { !$0.hasPrefix("in.") }.map { try compare($0, golden) }
  }

  private static func compare(_ name: String, _ golden: GoldenCase) throws -> TensorComparison {
    let parts = name.split(separator: ".").map(String.init)
    guard parts.count >= 3 else { return golden.unknownTensor(name) }
    let image = try golden.image("in." + parts[0])
    if parts[1] == "tv" { return try compareTorchvision(name, parts, image, golden) }
    if parts[1] == "crop", let size = GoldenCase.size(parts[2]) {
      return try golden.comparison(
        name, image.centerCropped(toWidth: size.width, height: size.height))
    }
    guard let side = Int(parts[2]) else { return golden.unknownTensor(name) }
    switch parts[1] {
    case "adm":
      return try golden.comparison(name, ImagePreparation.guidedDiffusion(side)(image))
    case "chameleon":
      return try compare(
        name, ImagePreparation.chameleon(side)(image), .chameleon, batch: [1], golden)
    case "janus":
      return try compare(name, ImagePreparation.janus(side)(image), .clip, batch: [1], golden)
    default:
      return golden.unknownTensor(name)
    }
  }

  /// `{image}.tv.{filter}.{side}`, also `.resized` before the crop and `.tensor` after it.
  private static func compareTorchvision(
    _ name: String, _ parts: [String], _ image: PixelImage, _ golden: GoldenCase
  ) throws -> TensorComparison {
    guard parts.count >= 4, let filter = ResizeFilter(rawValue: parts[2]), let side = Int(parts[3])
    else { return golden.unknownTensor(name) }
    let preparation = ImagePreparation.shorterSide(side, filter: filter)
    switch parts.dropFirst(4) {
    case []:
      return try golden.comparison(name, preparation(image))
    case ["resized"]:
      return try golden.comparison(name, image.resized(toShorterSide: side, filter: filter))
    case ["tensor"]:
      return try compare(name, preparation(image), .signedUnit, batch: [], golden)
    default:
      return golden.unknownTensor(name)
    }
  }

  private static func compare(
    _ name: String, _ image: PixelImage, _ normalization: PixelNormalization, batch: [Int],
    _ golden: GoldenCase
  ) throws -> TensorComparison {
    try golden.comparison(
      name, shape: batch + [3, image.height, image.width], floats: normalization(image),
      tolerance: 1e-6)
  }
}
