/// What can go wrong between a path and its bytes.
public enum FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file or folder cannot be opened or read.
  case unreadable(path: String, reason: String)
  /// The file or folder cannot be created or written; what stood there before still stands.
  case unwritable(path: String, reason: String)
  /// The path is a folder where a file is needed, or the other way round.
  case wrongKind(path: String, expected: String)

  /// One line: which file, what is wrong, what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason); check the path and its permissions"
    case .unwritable(let path, let reason):
      "\(path): cannot be written: \(reason); check the folder, its permissions and the free space"
    case .wrongKind(let path, let expected):
      "\(path): is not \(expected); give the path of \(expected)"
    }
  }
}
