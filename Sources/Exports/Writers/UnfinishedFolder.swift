import Bytes
import FoundationEssentials
import Glibc

/// A folder that files are written into before they, or the folder itself, are moved to their place;
/// what is left of it is removed when it is dropped.
struct UnfinishedFolder: ~Copyable {
  /// Where the folder stands while it is written.
  let path: String

  /// Makes an empty folder beside `destination`.
  ///
  /// - Throws: `FileError.unwritable`.
  init(beside destination: String) throws(FileError) {
    path = Destination.unfinished(beside: destination)
    guard unsafe mkdir(path, 0o777) == 0 else {
      throw FileError.unwritable(path: destination, reason: lastSystemFailure())
    }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// A path inside the folder.
  func file(_ name: String) -> String { path + "/" + name }

  /// Writes a small file inside the folder; it is flushed to the disk with all others, by
  /// ``move(to:)``.
  ///
  /// - Throws: `FileError.unwritable`.
  func write(_ bytes: [UInt8], to name: String) throws(FileError) {
    guard let stream = unsafe fopen(file(name), "wbxe") else { throw failure(name) }
    let written = unsafe fwrite(bytes, 1, bytes.count, stream)
    guard unsafe fclose(stream) == 0, written == bytes.count else { throw failure(name) }
  }

  private func failure(_ name: String) -> FileError {
    .unwritable(path: file(name), reason: lastSystemFailure())
  }

  /// Moves one file to its place.
  ///
  /// - Throws: `FileError.unwritable`.
  func move(_ name: String, to destination: String) throws(FileError) {
    guard unsafe rename(file(name), destination) == 0 else {
      throw FileError.unwritable(path: destination, reason: lastSystemFailure())
    }
  }

  /// Moves the folder itself to its place, where nothing or an empty folder may stand.
  ///
  /// - Throws: `FileError.unwritable`.
  consuming func move(to destination: String) throws(FileError) {
    // One flush for all of what may be a million files: one each would take hours.
    sync()
    guard unsafe rename(path, destination) == 0 else {
      throw FileError.unwritable(path: destination, reason: lastSystemFailure())
    }
  }

  /// Refuses a place where a file stands or a folder that is not empty.
  ///
  /// - Throws: `ExportError.occupied`, or `FileError.unreadable`.
  static func requireFree(_ destination: String) throws {
    switch Folder.kind(of: destination) {
    case .missing: return
    case .file: throw ExportError.occupied(path: destination, reason: "a file stands there")
    case .folder:
      guard try Folder.names(in: destination).isEmpty else {
        throw ExportError.occupied(path: destination, reason: "the folder holds files")
      }
    }
  }
}
