import Layers
public import Tensors

/// Text embeddings from a safetensors file, for decoders that are given a text beside the codes.
public enum TextEmbeddings {
  /// The name that the tensor has where a file holds several.
  public static let tensorName = "text_guidance"

  /// Reads `[text length, text dimension]`, or the same with a leading axis of 1.
  ///
  /// - Throws: `CheckpointError` or `FileError`.
  public static func tensor(path: String) throws -> Tensor {
    let file = try Checkpoint(path: path)
    let name = file.names.count == 1 ? file.names[0] : tensorName
    let tensor = try file.tensor(name)
    guard tensor.isFinite else { throw CheckpointError.notFinite(path: path, name: name) }
    return tensor
  }
}
