import Glibc

/// Which file a path leads to, whatever it is called.
struct FileIdentity: Equatable {
  let device: UInt
  let number: UInt

  /// Nil where there is no regular file.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    device = UInt(status.st_dev)
    number = UInt(status.st_ino)
  }

  /// Whether a path leads to one of some files, by whatever name, so that writing there would replace
  /// what is read.
  static func path(_ path: String, leadsToOneOf files: [String]) -> Bool {
    guard let identity = FileIdentity(path) else { return false }
    return files.contains { FileIdentity($0) == identity }
  }
}
