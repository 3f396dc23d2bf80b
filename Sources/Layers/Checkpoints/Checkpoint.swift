import Bytes
public import Tensors

/// A model's weights by name, whatever files hold them: what every model loads from.
///
/// Safetensors files, PyTorch archives (`.pt`, `.pth`, `.bin`, `.ckpt`) and both in shards with an
/// index are told apart by content. Files are mapped into memory: opening reads names and shapes,
/// and a tensor's elements are read when it is asked for.
///
/// In a model folder the first of these is taken: `model.safetensors`, an index of safetensors
/// shards, any other safetensors file, `pytorch_model.bin`, an index of its shards, any other
/// archive. In an archive the weights are looked for under `ema`, `model_ema`, `ema_state_dict`,
/// `state_dict`, `model_state_dict`, `model` and `module`, in this order and however nested, then at
/// the top; `module.` and `_orig_mod.` are taken off when they stand before every name.
public struct Checkpoint: Sendable {
  /// The path of the file or index that was opened.
  public let path: String
  /// Tensor names in byte order.
  public let names: [String]
  private let tensors: [String: StoredTensor]

  /// Opens weights and checks where each tensor lies; no element is read yet.
  ///
  /// - Parameters:
  ///   - path: a file, an index of shards, or a model folder.
  ///   - root: where the weights stand in an archive, as keys separated by `/` such as
  ///     `generator` or `model/ema`; nil to look for them.
  /// - Throws: `FileError` or `CheckpointError`.
  public init(path: String, root: String? = nil) throws {
    let chosen = try Self.weightsPath(at: path)
    self.path = chosen
    tensors =
      chosen.hasSuffix(CheckpointFolder.indexSuffix)
      ? try ShardIndex(path: chosen).tensors { try Self.tensors(inFile: $0, root: root) }
      : try Self.tensors(inFile: chosen, root: root)
    names = tensors.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Type and shape of a tensor, or nil when there is none of that name.
  public func entry(_ name: String) -> TensorEntry? { tensors[name]?.entry }

  /// The file that holds a tensor, or nil when there is none of that name.
  public func path(of name: String) -> String? { tensors[name]?.file.path }

  /// A tensor with its elements converted to 32-bit floats, whatever numeric type the file holds.
  ///
  /// - Throws: `CheckpointError.missingTensor`.
  public func tensor(_ name: String) throws -> Tensor {
    try stored(name).tensor()
  }

  /// A tensor that must have this shape and hold only finite values.
  ///
  /// - Throws: `CheckpointError.missingTensor`, `.wrongShape` or `.notFinite`.
  public func tensor(_ name: String, shape: [Int]) throws -> Tensor {
    try stored(name).tensor(name, shape: shape)
  }

  /// An integer tensor's elements, row-major.
  ///
  /// - Throws: `CheckpointError.missingTensor`, or `.wrongElementType` for a float tensor.
  public func integers(_ name: String) throws -> [Int] {
    try stored(name).integers(name)
  }

  /// The paths of the files that hold the weights, in byte order.
  public var files: [String] {
    Set(tensors.values.map(\.file.path)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The file of weights, or the index of several, that stands for a model folder; a file stands for
  /// itself.
  ///
  /// - Throws: `FileError` or `CheckpointError`.
  public static func weightsPath(at path: String) throws -> String {
    Folder.kind(of: path) == .folder ? try CheckpointFolder.weights(in: path) : path
  }

  private func stored(_ name: String) throws -> StoredTensor {
    guard let tensor = tensors[name] else {
      throw CheckpointError.missingTensor(path: path, name: name)
    }
    return tensor
  }

  private static func tensors(inFile path: String, root: String?) throws -> [String: StoredTensor] {
    let file = try MappedFile(path: path)
    let entries: [String: TensorEntry]
    switch try CheckpointFormat(of: file) {
    case .torchArchive:
      entries = try TorchArchive(file: file, root: root).entries
    case .safetensors:
      entries = try SafetensorsHeader(file: file).entries
      if root != nil {
        throw CheckpointError.missingRoot(path: path, root: root, found: entries.keys.sorted())
      }
    }
    return entries.mapValues { StoredTensor(file: file, entry: $0) }
  }
}
