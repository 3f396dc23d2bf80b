/// Why weights could not be read, written or used.
public enum CheckpointError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A safetensors file breaks the format's rules.
  case malformed(path: String, reason: String)
  /// A PyTorch archive breaks the rules of zip, of pickle, or of what `torch.save` puts into them.
  case malformedArchive(path: String, reason: String)
  /// An index of shards breaks the format's rules, or disagrees with its shards.
  case malformedIndex(path: String, reason: String)
  /// A PyTorch archive asks for an object that is neither a tensor nor a container.
  case foreignObject(path: String, name: String)
  /// The file uses a part of its format that is not read here.
  case unsupported(path: String, feature: String)
  /// The file is of no format that is read here.
  case unknownFormat(path: String)
  /// An index names a shard that does not stand beside it.
  case missingShard(path: String, shard: String)
  /// A folder holds no weights.
  case noWeights(path: String)
  /// A folder holds several files of weights and nothing says which to take.
  case ambiguousWeights(path: String, candidates: [String])
  /// The file has no dictionary of tensors, or none of the name that was asked for.
  case missingRoot(path: String, root: String?, found: [String])
  /// The file holds no tensor of this name.
  case missingTensor(path: String, name: String)
  /// A tensor has another shape than the model needs.
  case wrongShape(path: String, name: String, found: [Int], expected: [Int])
  /// A checkpoint is of another model, or of another configuration: everything that disagrees.
  case doesNotFit(
    path: String, missing: [String], unexpected: [String], misshapen: [Misshapen])
  /// A tensor's element type cannot be used here.
  case wrongElementType(path: String, name: String, found: String, expected: String)
  /// A tensor holds NaN or infinity.
  case notFinite(path: String, name: String)

  /// A tensor of another shape than the model has.
  public struct Misshapen: Equatable, Sendable {
    /// The tensor's name.
    public let name: String
    /// The checkpoint's extents.
    public let found: [Int]
    /// The model's extents.
    public let expected: [Int]
  }

  /// One line: which file, what is wrong, what to do.
  public var description: String {
    switch self {
    case .malformed(let path, let reason):
      "\(path): not a valid safetensors file: \(reason); fetch or export it again"
    case .malformedArchive(let path, let reason):
      "\(path): not a valid PyTorch archive: \(reason); fetch or export it again"
    case .malformedIndex(let path, let reason):
      "\(path): not a valid index of shards: \(reason); fetch the whole model again"
    case .foreignObject(let path, let name):
      "\(path): refuses to build \(name): only tensors and containers are read; save the model's state_dict alone, best as safetensors"
    case .unsupported(let path, let feature):
      "\(path): \(feature), which is not read here; save it again with a recent torch.save, best as safetensors"
    case .unknownFormat(let path):
      "\(path): is neither a safetensors file nor a PyTorch archive; give model weights of these formats"
    case .missingShard(let path, let shard):
      "\(path): names the shard \(shard), which is not there; fetch the whole model"
    case .noWeights(let path):
      "\(path): holds no weights; a model.safetensors or a .pt, .pth, .bin or .ckpt file is needed"
    case .ambiguousWeights(let path, let candidates):
      "\(path): holds \(candidates.joined(separator: " and ")); give the path of the one to read"
    case .missingRoot(let path, let root, let found):
      "\(path): has no dictionary of tensors\(root.map { " under \($0)" } ?? ""); it holds \(Self.list(found)); name the key of the weights"
    case .missingTensor(let path, let name):
      "\(path): has no tensor named \(name); check that it belongs to this model"
    case .wrongShape(let path, let name, let found, let expected):
      "\(path): \(name) has shape \(found), \(expected) is needed; check that config.json belongs to these weights"
    case .doesNotFit(let path, let missing, let unexpected, let misshapen):
      "\(path): does not fit the model: \(Self.disagreements(missing, unexpected, misshapen)); check that config.json belongs to these weights"
    case .wrongElementType(let path, let name, let found, let expected):
      "\(path): \(name) holds \(found), \(expected) is needed; export it again in that type"
    case .notFinite(let path, let name):
      "\(path): \(name) holds NaN or infinity; the weights are damaged"
    }
  }

  private static func disagreements(
    _ missing: [String], _ unexpected: [String], _ misshapen: [Misshapen]
  ) -> String {
    let shapes = misshapen.map { "\($0.name) \($0.found) instead of \($0.expected)" }
    return [("missing", missing), ("unexpected", unexpected), ("of another shape", shapes)]
      .filter { !$1.isEmpty }
      .map { "\($1.count) \($0) (\(list($1)))" }.joined(separator: ", ")
  }

  private static func list(_ names: [String]) -> String {
    guard !names.isEmpty else { return "no named parts" }
    return names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
  }
}
