import Bytes
import FoundationEssentials

/// A folder that exists as long as this object does.
package final class TemporaryFolder: Sendable {
  /// The folder's path.
  package let path: String

  /// Makes an empty folder under the system's temporary folder.
  package init() throws {
    path = FileManager.default.temporaryDirectory.path + "/tessera-tests-" + UUID().uuidString
    try Folder.make(path)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// A path inside the folder.
  package func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file inside the folder and returns its path.
  package func write(_ bytes: [UInt8], to name: String) throws -> String {
    try AtomicFile.write(bytes, to: file(name))
    return file(name)
  }
}
