import Layers
import Tensors

extension GoldenCase {
  /// What follows `prefix` in the names of the case's tensors, such as `a`, `b` after `estimate.`.
  func items(after prefix: String) -> [String] {
    tensors.names.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }

  /// The samples of a signal.
  ///
  /// - Throws: `CheckpointError.missingTensor`.
  func samples(_ name: String) throws -> [Float] {
    try tensors.tensor(name).elements
  }
}
