import Layers
import Media
import Tensors

/// `torch.nn.functional.interpolate`: floats within 1e-5, bytes within 1 level.
package enum TensorInterpolation: GoldenFamily {
  package static let name = "image-preprocess/resize-tensor"

  private struct Configuration: Decodable {
    let sizes: [[Int]]
    let images: [String]?
  }

  package static func recognizes(_ golden: GoldenCase) -> Bool {
    guard let configuration = golden.configuration(as: Configuration.self) else { return false }
    return configuration.images == nil && golden.tensors.entry("x") != nil
  }

  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    try golden.tensors.names.filter { $0 != "x" && $0 != "u8" }.map { name in
      let parts = name.split(separator: ".").map(String.init)
      guard let size = GoldenCase.size(parts.last ?? "") else { return golden.unknownTensor(name) }
      let kind = parts.dropLast().joined(separator: ".")
      return kind.hasPrefix("u8.")
        ? try compareBytes(name, kind: kind, size, golden)
        : try compareFloats(name, kind: kind, size, golden)
    }
  }

  private static let interpolations: [String: Interpolation] = [
    "nearest": .nearest,
    "nearest-exact": .nearestExact,
    "area": .area,
    "bilinear": .bilinear(.centered),
    "bilinear.align_corners": .bilinear(.alignedCorners),
    "bilinear.antialias": .bilinear(.antialiased),
    "bicubic": .bicubic(.centered),
    "bicubic.align_corners": .bicubic(.alignedCorners),
    "bicubic.antialias": .bicubic(.antialiased),
  ]

  private static func compareFloats(
    _ name: String, kind: String, _ size: (height: Int, width: Int), _ golden: GoldenCase
  ) throws -> TensorComparison {
    guard let interpolation = interpolations[kind] else { return golden.unknownTensor(name) }
    let source = try golden.tensors.tensor("x")
    try checkPlanes("x", source.shape, golden)
    let shape = [source.shape[0], source.shape[1], size.height, size.width]
    guard golden.tensors.entry(name)?.shape == shape else {
      return golden.wrongShape(name, expected: shape)
    }
    let result = source.interpolated(height: size.height, width: size.width, interpolation)
    return try golden.comparison(
      name, shape: shape, floats: result.elements, tolerance: 1e-5)
  }

  private static let byteFilters: [String: ResizeFilter] = [
    "u8.bilinear.antialias": .bilinear, "u8.bicubic.antialias": .bicubic,
  ]

  /// Antialiased bytes are Pillow's scheme with weights of fewer bits: each plane is a grey picture.
  private static func compareBytes(
    _ name: String, kind: String, _ size: (height: Int, width: Int), _ golden: GoldenCase
  ) throws -> TensorComparison {
    guard let filter = byteFilters[kind] else { return golden.unknownTensor(name) }
    let samples = try golden.tensors.integers("u8").map { UInt8(clamping: $0) }
    let shape = golden.tensors.entry("u8")?.shape ?? []
    try checkPlanes("u8", shape, golden)
    let planeCount = shape[2] * shape[3]
    let resized = try stride(from: 0, to: samples.count, by: planeCount).flatMap { start in
      try PixelImage(
        width: shape[3], height: shape[2], channels: .grey,
        samples: Array(samples[start..<start + planeCount])
      ).resized(toWidth: size.width, height: size.height, filter: filter).samples
    }
    return try golden.comparison(
      name, shape: [shape[0], shape[1], size.height, size.width], integers: resized, tolerance: 1)
  }

  private static func checkPlanes(_ name: String, _ shape: [Int], _ golden: GoldenCase) throws {
    guard shape.count == 4, shape[2] > 0, shape[3] > 0 else {
      throw CheckpointError.wrongShape(
        path: golden.tensors.path, name: name, found: shape, expected: [1, 1, 1, 1])
    }
  }
}
