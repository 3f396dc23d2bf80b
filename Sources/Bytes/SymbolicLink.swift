import Glibc

/// Links between files.
package enum SymbolicLink {
  /// The file that a link means in the end, or `path` itself where no link stands there or it leads
  /// nowhere.
  ///
  /// Whoever renames or removes must follow links first: `/dev/stdout` is one, and is to stay one.
  package static func followed(_ path: String) -> String {
    var status = stat()
    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK,
      let target = unsafe realpath(path, nil)
    else { return path }
    defer { unsafe free(target) }
    return unsafe String(cString: target)
  }
}
