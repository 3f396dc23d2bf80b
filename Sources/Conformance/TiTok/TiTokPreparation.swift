import Layers
import Media
import Tensors
import Tokenizers

/// The preparation of pictures for TiTok and for generators on top of it, all exact.
package enum TiTokPreparation: GoldenFamily {
  package static let name = "titok/preprocess"

  private struct Configuration: Decodable {
    let dataset: Dataset
    let golden: Golden

    struct Dataset: Decodable {
      let preprocessing: Preprocessing
    }

    struct Preprocessing: Decodable {
      let cropSide: Int

      private enum CodingKeys: String, CodingKey {
        case cropSide = "crop_size"
      }
    }

    struct Golden: Decodable {
      let generatorSide: Int

      private enum CodingKeys: String, CodingKey {
        case generatorSide = "adm_size"
      }
    }
  }

  package static func recognizes(_ golden: GoldenCase) -> Bool {
    golden.configuration(as: Configuration.self) != nil
  }

  /// Every tensor is `<what>.<number of the image>`.
  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    guard let configuration = golden.configuration(as: Configuration.self) else { return [] }
    return try golden.tensors.names.filter { !$0.hasPrefix("image.") }.map { name in
      let parts = name.split(separator: ".")
      guard parts.count == 2 else { return golden.unknownTensor(name) }
      let image = try golden.image("image." + parts[1])
      let side = configuration.dataset.preprocessing.cropSide
      switch parts[0] {
      case "resized":
        return try golden.comparison(name, image.resized(toShorterSide: side, filter: .bicubic))
      case "eval_tensor":
        let square = try ImagePreparation.shorterSide(side, filter: .bicubic)(image)
        guard square.channels == .rgb else { return golden.unknownTensor(name) }
        let planes = Tensor(pictures: [square]).channelsFirst
        return try golden.comparison(
          name, shape: Array(planes.shape.dropFirst()), floats: planes.elements, tolerance: 0)
      case "adm_crop":
        let crop = ImagePreparation.guidedDiffusion(configuration.golden.generatorSide)
        return try golden.comparison(name, crop(image))
      default:
        return golden.unknownTensor(name)
      }
    }
  }
}
