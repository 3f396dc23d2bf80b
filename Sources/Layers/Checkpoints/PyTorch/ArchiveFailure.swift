import Bytes

/// Why a PyTorch archive cannot be read, before the file's path is known to the teller.
enum ArchiveFailure: Error {
  /// The bytes break the format's rules.
  case malformed(String)
  /// The bytes use a part of the format that is not read here.
  case unsupported(String)
  /// The pickle asks for an object of this name, which is neither a tensor nor a container.
  case foreignObject(String)
}

extension CheckpointError {
  /// The error that names the file.
  init(_ failure: ArchiveFailure, path: String) {
    switch failure {
    case .malformed(let reason): self = .malformedArchive(path: path, reason: reason)
    case .unsupported(let feature): self = .unsupported(path: path, feature: feature)
    case .foreignObject(let name): self = .foreignObject(path: path, name: name)
    }
  }
}
