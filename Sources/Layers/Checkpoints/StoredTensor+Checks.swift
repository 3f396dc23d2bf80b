import Bytes
import Tensors

extension StoredTensor {
  /// The elements as 32-bit floats, which must have this shape and be finite.
  ///
  /// - Throws: `CheckpointError.wrongShape` or `.notFinite`.
  func tensor(_ name: String, shape: [Int]) throws -> Tensor {
    guard entry.shape == shape else {
      throw CheckpointError.wrongShape(
        path: file.path, name: name, found: entry.shape, expected: shape)
    }
    let tensor = tensor()
    guard tensor.isFinite else {
      throw CheckpointError.notFinite(path: file.path, name: name)
    }
    return tensor
  }

  /// The elements as integers.
  ///
  /// - Throws: `CheckpointError.wrongElementType` where they are floats.
  func integers(_ name: String) throws -> [Int] {
    guard let integers = integers() else {
      throw CheckpointError.wrongElementType(
        path: file.path, name: name, found: entry.elementType.rawValue, expected: "integers")
    }
    return integers
  }
}
