import Layers
import Tensors

/// A tensor that was read and does not fit its own description.
struct InconsistentTensor: Error {
  let name: String
}

extension Checkpoint {
  /// Reads every tensor, which must fit what it declares.
  func readAll() throws {
    for name in names {
      let tensor = try tensor(name)
      guard let entry = entry(name), tensor.shape == entry.shape,
        tensor.elements.count == entry.count, try fits(name, entry)
      else { throw InconsistentTensor(name: name) }
    }
  }

  private func fits(_ name: String, _ entry: TensorEntry) throws -> Bool {
    do {
      return try integers(name).count == entry.count
    } catch CheckpointError.wrongElementType {
      return entry.elementType.rawValue.contains("F")
    }
  }
}
