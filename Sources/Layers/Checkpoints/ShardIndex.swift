import Bytes
import FoundationEssentials

/// The file that says which shard of a large checkpoint holds which tensor: JSON with a `weight_map`
/// from names to file names beside it (the convention of huggingface/transformers).
struct ShardIndex {
  /// The index's path.
  let path: String
  /// The shard of every tensor.
  private let shards: [String: String]

  private struct Content: Decodable {
    let shards: [String: String]

    private enum CodingKeys: String, CodingKey {
      case shards = "weight_map"
    }
  }

  private static let largestFile = 100_000_000

  /// Reads an index; no shard is opened yet.
  ///
  /// - Throws: `FileError`, or `CheckpointError.malformedIndex`, also for a shard outside the folder.
  init(path: String) throws {
    let file = try MappedFile(path: path)
    guard file.count <= Self.largestFile,
      let content = try? JSONDecoder().decode(Content.self, from: Data(file.allBytes()))
    else {
      throw CheckpointError.malformedIndex(
        path: path, reason: "it is not JSON with a weight_map from names to files")
    }
    for shard in content.shards.values where !Self.staysInside(shard) {
      throw CheckpointError.malformedIndex(
        path: path, reason: "its shard \(shard) lies outside the folder")
    }
    self.path = path
    shards = content.shards
  }

  // A link inside the folder may point anywhere: that is how download caches lay models out.
  private static func staysInside(_ shard: String) -> Bool {
    shard.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { component in
      !component.isEmpty && component != ".." && component != "." && !component.contains("\0")
    }
  }

  /// Every tensor, each shard opened once by `open`.
  ///
  /// - Throws: what `open` throws, `CheckpointError.missingShard`, or `.malformedIndex` when a shard
  ///   holds other tensors than the index says.
  func tensors(
    _ open: (_ path: String) throws -> [String: StoredTensor]
  ) throws -> [String: StoredTensor] {
    var tensors: [String: StoredTensor] = [:]
    for (shard, expected) in Dictionary(grouping: shards.keys, by: { shards[$0, default: ""] })
      .sorted(by: { $0.key < $1.key })
    {
      let shardPath = Folder.parent(of: path) + "/" + shard
      guard Folder.kind(of: shardPath) == .file else {
        throw CheckpointError.missingShard(path: path, shard: shard)
      }
      let found = try open(shardPath)
      let strays = Set(found.keys).symmetricDifference(expected).sorted()
      if let stray = strays.first {
        let fault = found[stray] == nil ? "does not hold" : "holds, unlike the index,"
        throw CheckpointError.malformedIndex(path: path, reason: "\(shard) \(fault) \(stray)")
      }
      tensors.merge(found) { one, _ in one }
    }
    return tensors
  }
}
