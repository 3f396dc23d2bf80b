import Layers
import Media

/// `Image.resize` of 8-bit pictures, all exact.
package enum PillowResize: GoldenFamily {
  package static let name = "image-preprocess/resize-pil"

  private struct Configuration: Decodable {
    let images: [String]
    let filters: [String]
    let sizes: [[Int]]

    /// The tensors that every combination of image, filter and size is stored in.
    var tensorNames: [String] {
      images.flatMap { image in
        filters.flatMap { filter in
          sizes.map { size in
            "\(image).\(filter).\(size.map(String.init).joined(separator: "x"))"
          }
        }
      }
    }
  }

  package static func recognizes(_ golden: GoldenCase) -> Bool {
    golden.configuration(as: Configuration.self) != nil
  }

  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    let configured = golden.configuration(as: Configuration.self)?.tensorNames ?? []
    // Grey and RGBA pictures stand beside the configured ones.
    let others = golden.tensors.names.filter {
      !$0.hasPrefix("in.") && !configured.contains($0)
    }
    return try (configured + others).map { try compare($0, golden) }
  }

  private static func compare(_ name: String, _ golden: GoldenCase) throws -> TensorComparison {
    let parts = name.split(separator: ".")
    guard parts.count == 3, let filter = ResizeFilter(rawValue: String(parts[1])),
      let size = GoldenCase.size(parts[2])
    else { return golden.unknownTensor(name) }
    let resized = try golden.image("in.\(parts[0])")
      .resized(toWidth: size.width, height: size.height, filter: filter)
    return try golden.comparison(name, resized)
  }
}
