import Bytes

/// Chooses among the files of a model folder.
///
/// The order: `model.safetensors`; an index of safetensors shards; any other safetensors file;
/// `pytorch_model.bin`; an index of its shards; any other PyTorch archive. Two files of one rank are
/// an error, since nothing tells which of them is meant.
enum CheckpointFolder {
  /// How PyTorch archives are named.
  static let archiveSuffixes = [".pt", ".pth", ".bin", ".ckpt"]
  /// How an index of shards is named.
  static let indexSuffix = ".index.json"

  /// The path of the folder's weights, or of their index.
  ///
  /// - Throws: `FileError`, `CheckpointError.noWeights` or `.ambiguousWeights`.
  static func weights(in folder: String) throws -> String {
    let names = try Folder.names(in: folder)
    for rank in ranks {
      let candidates = names.filter { !$0.hasPrefix(".") && rank($0) }
      guard candidates.count <= 1 else {
        throw CheckpointError.ambiguousWeights(path: folder, candidates: candidates)
      }
      if let name = candidates.first {
        return folder.hasSuffix("/") ? folder + name : folder + "/" + name
      }
    }
    throw CheckpointError.noWeights(path: folder)
  }

  private static let ranks: [@Sendable (String) -> Bool] = [
    { $0 == "model.safetensors" },
    { $0.hasSuffix(".safetensors" + indexSuffix) },
    { $0.hasSuffix(".safetensors") },
    { $0 == "pytorch_model.bin" },
    { $0.hasSuffix(".bin" + indexSuffix) },
    { name in archiveSuffixes.contains { name.hasSuffix($0) } },
  ]
}
