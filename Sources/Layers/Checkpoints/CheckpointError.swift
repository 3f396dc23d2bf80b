/// Why weights could not be read, written or used.
public enum CheckpointError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file breaks the format's rules.
  case malformed(path: String, reason: String)
  /// The file holds no tensor of this name.
  case missingTensor(path: String, name: String)
  /// A tensor has another shape than the model needs.
  case wrongShape(path: String, name: String, found: [Int], expected: [Int])
  /// A tensor's element type cannot be used here.
  case wrongElementType(path: String, name: String, found: String, expected: String)
  /// A tensor holds NaN or infinity.
  case notFinite(path: String, name: String)

  /// One line: which file, what is wrong, what to do.
  public var description: String {
    switch self {
    case .malformed(let path, let reason):
      "\(path): not a valid safetensors file: \(reason); fetch or export it again"
    case .missingTensor(let path, let name):
      "\(path): has no tensor named \(name); check that it belongs to this model"
    case .wrongShape(let path, let name, let found, let expected):
      "\(path): \(name) has shape \(found), \(expected) is needed; check that config.json belongs to these weights"
    case .wrongElementType(let path, let name, let found, let expected):
      "\(path): \(name) holds \(found), \(expected) is needed; export it again in that type"
    case .notFinite(let path, let name):
      "\(path): \(name) holds NaN or infinity; the weights are damaged"
    }
  }
}
