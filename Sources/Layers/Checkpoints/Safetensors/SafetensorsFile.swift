package import Bytes
public import Tensors

/// A safetensors file, mapped into memory, every field checked before it is used.
///
/// Layout (huggingface/safetensors): a little-endian 64-bit header length, a JSON header that maps
/// names to `dtype`, `shape` and `data_offsets`, then the tensors' bytes, little-endian, row-major.
/// As in the reference implementation, the tensors must fill the file to its end without holes or
/// overlaps.
public struct SafetensorsFile: Sendable {
  /// The path the file was opened by.
  public var path: String { file.path }
  /// Tensor names in byte order.
  public let names: [String]
  /// The free-form text of the header's `__metadata__`.
  public let metadata: [String: String]
  package let file: MappedFile
  private let entries: [String: TensorEntry]

  /// Opens and checks a file; no tensor is read yet.
  ///
  /// - Throws: `FileError` when it cannot be opened, `CheckpointError.malformed` when it breaks the
  ///   format.
  public init(path: String) throws {
    try self.init(file: MappedFile(path: path))
  }

  /// Checks a mapped file.
  ///
  /// - Throws: `CheckpointError.malformed`.
  init(file: MappedFile) throws {
    self.file = file
    let header = try SafetensorsHeader(file: file)
    entries = header.entries
    metadata = header.metadata
    names = header.entries.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Type and shape of a tensor, or nil when the file has none of that name.
  public func entry(_ name: String) -> TensorEntry? { entries[name] }

  /// The raw little-endian bytes of a tensor.
  ///
  /// - Throws: `CheckpointError.missingTensor`.
  public func bytes(_ name: String) throws -> [UInt8] {
    file.bytes(in: try stored(name).entry.range)
  }

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

  private func stored(_ name: String) throws -> StoredTensor {
    guard let entry = entries[name] else {
      throw CheckpointError.missingTensor(path: path, name: name)
    }
    return StoredTensor(file: file, entry: entry)
  }
}
