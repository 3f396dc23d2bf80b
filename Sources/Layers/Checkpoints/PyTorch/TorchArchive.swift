import Bytes

/// A file that `torch.save` wrote, mapped into memory, of which only one dictionary of tensors is
/// read.
///
/// Which dictionary: see `TensorDictionary`. A tensor may be any view of its storage; every one of
/// its elements is checked to lie within it.
struct TorchArchive {
  /// The tensors by name.
  let entries: [String: TensorEntry]

  /// A model of 100,000 tensors has a pickle of 20 MB.
  static let largestPickle = 1 << 26

  /// Reads the pickle and checks every tensor of the dictionary; no element is read.
  ///
  /// - Parameters:
  ///   - file: the mapped file.
  ///   - root: where the dictionary stands, as keys separated by `/`; nil to look for it.
  /// - Throws: `CheckpointError`.
  init(file: MappedFile, root: String?) throws {
    do {
      if file.bytes(in: 0..<min(file.count, LegacyArchive.magic.count)) == LegacyArchive.magic {
        let archive = try LegacyArchive(file: file)
        entries = try Self.entries(
          archive.graph, archive.value, storages: archive, path: file.path, root: root)
      } else {
        let archive = try ZippedArchive(file: file)
        entries = try Self.entries(
          archive.graph, archive.value, storages: archive, path: file.path, root: root)
      }
    } catch let failure as ArchiveFailure {
      throw CheckpointError(failure, path: file.path)
    } catch let cut as TruncatedBytes {
      throw CheckpointError.malformedArchive(path: file.path, reason: "\(cut)")
    }
  }

  private static func entries(
    _ graph: PickleGraph, _ value: PickleValue, storages: some TorchStorages, path: String,
    root: String?
  ) throws -> [String: TensorEntry] {
    let dictionary = TensorDictionary(graph: graph)
    guard let tensors = dictionary.tensors(in: value, root: root) else {
      throw CheckpointError.missingRoot(path: path, root: root, found: dictionary.keys(of: value))
    }
    return try Dictionary(
      uniqueKeysWithValues: tensors.map { name, tensor in
        let storage = graph.storages[tensor.storage]
        let entry = try TensorEntry(tensor, named: name, within: storages.bytes(of: storage))
        return (name, entry)
      })
  }
}
