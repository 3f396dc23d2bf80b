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
    let stamp = FileStamp(path)
    let file = try MappedFile(path: path)
    guard file.count >= Self.smallestSize, let stamp else { return SHA256Digest(of: file) }
    let place = folder + "/" + stamp.digest.description
    if let known = try? MappedFile(path: place).allBytes(),
      let digest = SHA256Digest(hexadecimal: String(decoding: known, as: UTF8.self))
    {
      return digest
    }
    let digest = SHA256Digest(of: file)
    guard stamp.isSettled, FileStamp(path) == stamp else { return digest }
    try? Folder.make(folder)
    try? AtomicFile.write(Array(digest.description.utf8), to: place)
    return digest
  }
}

/// What tells one content of a file from another without reading it.
private struct FileStamp: Equatable {
  private let numbers: [Int]
  private let changed: timespec

  /// A change within this time of the last one may leave the same times behind, since the system
  /// counts them in ticks.
  private static let settlingNanoseconds = 100_000_000

  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    changed = status.st_ctim
    numbers = [
      Int(status.st_dev), Int(status.st_ino), Int(status.st_size), status.st_mtim.tv_sec,
      status.st_mtim.tv_nsec, changed.tv_sec, changed.tv_nsec,
    ]
  }

  /// Whether a change from now on would show.
  var isSettled: Bool {
    var now = timespec()
    guard clock_gettime(CLOCK_REALTIME, &now) == 0 else { return false }
    let seconds = now.tv_sec - changed.tv_sec
    return seconds > 1
      || seconds * 1_000_000_000 + now.tv_nsec - changed.tv_nsec > Self.settlingNanoseconds
  }

  var digest: SHA256Digest {
    SHA256Digest(of: Array(numbers.map(String.init).joined(separator: " ").utf8))
  }

  static func == (one: FileStamp, other: FileStamp) -> Bool { one.numbers == other.numbers }
}
