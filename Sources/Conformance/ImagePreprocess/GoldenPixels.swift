import Layers
import Media
import Tensors

extension GoldenCase {
  /// A comparison of integers, such as pixels, that must be equal (or within `tolerance` levels).
  ///
  /// - Throws: `CheckpointError` when the tensor is missing or holds no integers.
  func comparison(
    _ name: String, shape: [Int], integers found: [some BinaryInteger], tolerance: Double = 0,
    note: String? = nil
  ) throws -> TensorComparison {
    let expected = try tensors.integers(name)
    let differences = zip(found, expected).map { abs(Double($0) - Double($1)) }
    let isComparable = tensors.entry(name)?.shape == shape && found.count == expected.count
    return TensorComparison(
      name: name, largestError: isComparable ? differences.max() ?? 0 : .infinity,
      tolerance: tolerance, unit: "levels", note: note)
  }

  /// A comparison of a picture's samples, which must be equal; grey has no channel axis.
  ///
  /// - Throws: `CheckpointError` when the tensor is missing or holds no integers.
  func comparison(_ name: String, _ image: PixelImage) throws -> TensorComparison {
    let channels = image.channels == .grey ? [] : [image.channels.count]
    return try comparison(
      name, shape: [image.height, image.width] + channels, integers: image.samples)
  }

  /// A comparison of floats by their largest absolute difference.
  ///
  /// - Throws: `CheckpointError` when the tensor is missing.
  func comparison(
    _ name: String, shape: [Int], floats found: [Float], tolerance: Double
  ) throws -> TensorComparison {
    let expected = try tensors.tensor(name)
    var largest = expected.shape == shape && found.count == expected.count ? 0 : Double.infinity
    for (ours, theirs) in zip(found, expected.elements) {
      let difference = Double(abs(ours - theirs))
      largest = difference.isNaN ? .infinity : max(largest, difference)
    }
    return TensorComparison(name: name, largestError: largest, tolerance: tolerance)
  }

  /// A comparison that fails: the family does not say what this tensor is.
  func unknownTensor(_ name: String) -> TensorComparison {
    TensorComparison(
      name: name, largestError: .infinity, tolerance: 0,
      note: "this build does not know what the tensor holds")
  }

  /// A comparison that fails before anything is computed: the tensor has another shape.
  func wrongShape(_ name: String, expected: [Int]) -> TensorComparison {
    TensorComparison(
      name: name, largestError: .infinity, tolerance: 0,
      note: "its shape is \(tensors.entry(name)?.shape ?? []), not \(expected)")
  }

  /// A picture stored as `[height, width]` (grey), `[height, width, 3]` or `[height, width, 4]`.
  ///
  /// - Throws: `CheckpointError` when the tensor is missing or has another shape.
  func image(_ name: String) throws -> PixelImage {
    let samples = try tensors.integers(name)
    let shape = tensors.entry(name)?.shape ?? []
    let channels: PixelImage.Channels? =
      switch shape.dropFirst(2) {
      case []: .grey
      case [3]: .rgb
      case [4]: .rgba
      default: nil
      }
    guard let channels, shape.count >= 2, !samples.isEmpty else {
      throw CheckpointError.wrongShape(
        path: tensors.path, name: name, found: shape, expected: [1, 1, 3])
    }
    return PixelImage(
      width: shape[1], height: shape[0], channels: channels,
      samples: samples.map { UInt8(clamping: $0) })
  }

  /// Height and width written as `16x24`; nil for other text.
  static func size(_ text: some StringProtocol) -> (height: Int, width: Int)? {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard sides.count == 2, let height = sides[0], let width = sides[1], height > 0, width > 0
    else { return nil }
    return (height, width)
  }
}
