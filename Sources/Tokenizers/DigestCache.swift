public import Bytes
import Glibc

/// Remembers the digests of large files, so that gigabytes of weights are not read again before
/// every encoding.
///
/// A digest is kept under the file's place, size, inode and times; a file that was replaced or
/// changed has others and is read again.
public struct DigestCache: Sendable, Equatable {
  private let folder: String

  /// Files below this size are read every time.
  private static let smallestSize = 32 << 20

  /// Keeps one small file a digest in `folder`, which is made when it is needed.
  public init(folder: String) {
    self.folder = folder
  }

  /// The digest of a file, computed or remembered.
  ///
  /// - Throws: `FileError` when the file cannot be read; a cache that cannot be written is no error.
  public func digest(ofFile path: String) throws -> SHA256Digest {
    let file = try MappedFile(path: path)
    guard file.count >= Self.smallestSize, let place = place(ofFile: path) else {
      return SHA256Digest(of: file)
    }
    if let known = try? MappedFile(path: place).allBytes(),
      let digest = SHA256Digest(hexadecimal: String(decoding: known, as: UTF8.self))
    {
      return digest
    }
    let digest = SHA256Digest(of: file)
    try? Folder.make(folder)
    try? AtomicFile.write(Array(digest.description.utf8), to: place)
    return digest
  }

  private func place(ofFile path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    let (written, changed) = (status.st_mtim, status.st_ctim)
    let key = [
      Int(status.st_dev), Int(status.st_ino), Int(status.st_size), written.tv_sec, written.tv_nsec,
      changed.tv_sec, changed.tv_nsec,
    ].map(String.init).joined(separator: " ")
    return folder + "/" + SHA256Digest(of: Array(key.utf8)).description
  }
}
