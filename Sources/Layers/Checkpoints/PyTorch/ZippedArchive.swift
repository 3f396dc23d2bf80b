import Bytes

/// What `torch.save` writes since PyTorch 1.6: a zip file with one folder, in it `data.pkl`, which
/// refers to the storages `data/0`, `data/1`, ….
struct ZippedArchive: TorchStorages {
  /// Everything that the pickle built.
  let graph: PickleGraph
  /// What the pickle stands for.
  let value: PickleValue
  private let directory: ZipDirectory
  private let folder: String

  private static let pickleName = "data.pkl"

  /// Reads the directory and the pickle; no storage is touched.
  ///
  /// - Throws: `ArchiveFailure` or `TruncatedBytes`.
  init(file: MappedFile) throws {
    directory = try ZipDirectory(file: file)
    let pickles = directory.names.filter { name in
      name == Self.pickleName
        || name.hasSuffix("/" + Self.pickleName) && name.split(separator: "/").count == 2
    }
    guard pickles.count == 1, let pickle = pickles.first,
      let range = try directory.bytes(of: pickle)
    else {
      throw ArchiveFailure.malformed("it holds \(pickles.count) pickles named data.pkl, not 1")
    }
    folder = String(pickle.dropLast(Self.pickleName.count))
    guard range.count <= TorchArchive.largestPickle else {
      throw ArchiveFailure.unsupported("its pickle takes \(range.count) bytes")
    }
    try Self.checkByteOrder(directory, folder: folder, file: file)
    var unpickler = Unpickler(file.bytes(in: range))
    value = try unpickler.load()
    graph = unpickler.graph
  }

  /// Archives of PyTorch before 2.1 do not tell; they are little-endian in practice.
  private static func checkByteOrder(
    _ directory: ZipDirectory, folder: String, file: MappedFile
  ) throws {
    guard let range = try directory.bytes(of: folder + "byteorder") else { return }
    guard file.bytes(in: range.prefix(16)).elementsEqual("little".utf8) else {
      throw ArchiveFailure.unsupported("its numbers are big-endian")
    }
  }

  func bytes(of storage: PickledStorage) throws -> Range<Int> {
    guard let range = try directory.bytes(of: folder + "data/" + storage.key) else {
      throw ArchiveFailure.malformed("it has no storage \(storage.key)")
    }
    guard try storage.byteCount() <= range.count else {
      throw ArchiveFailure.malformed(
        "storage \(storage.key) has \(range.count) bytes for \(storage.count) elements")
    }
    return range
  }
}
