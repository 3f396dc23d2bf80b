import Bytes
import FoundationEssentials
import Glibc

/// Questions about the place where an export will stand.
enum Destination {
  /// Whether a device, a pipe or a socket stands there, which takes bytes but no neighbours.
  static func isStream(_ path: String) -> Bool {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return false }
    let kind = status.st_mode & S_IFMT
    return kind != S_IFREG && kind != S_IFDIR
  }

  /// A name for something unfinished beside `path`; below the system's temporary folder for what is
  /// written to a stream.
  static func unfinished(beside path: String) -> String {
    let name = ".\(getpid())-\(UInt32.random(in: .min ... .max)).partial"
    guard isStream(path) else { return path + name }
    return FileManager.default.temporaryDirectory.path + "/tessera" + name
  }

  /// Removes a file that an export is about to replace together with others, so that no reader finds
  /// a mixture of two exports if the replacement is cut off half way.
  ///
  /// - Throws: `FileError.unwritable`.
  static func remove(_ path: String) throws(FileError) {
    let target = SymbolicLink.followed(path)
    guard !isStream(target), unsafe unlink(target) != 0, errno != ENOENT else { return }
    throw FileError.unwritable(path: path, reason: lastSystemFailure())
  }
}
