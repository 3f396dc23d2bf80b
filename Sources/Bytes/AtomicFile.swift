import Glibc

/// A file that appears whole or not at all: written beside its destination, then renamed.
///
/// Dropping it without ``commit()`` removes what was written and leaves the destination as it was;
/// once an append has failed, nothing can be committed any more.
/// A destination that is a device or a pipe is written directly, since it cannot be renamed over; of a
/// link the file it leads to is replaced.
package struct AtomicFile: ~Copyable {
  /// Where the file will stand.
  package let path: String
  private let target: String
  private let temporaryPath: String
  private var descriptor: Int32
  private let renames: Bool
  private var failure: FileError?

  /// Opens a temporary file beside `path`.
  ///
  /// - Throws: `FileError.unwritable`.
  package init(path: String) throws(FileError) {
    target = SymbolicLink.followed(path)
    let place = try Self.open(path, target: target)
    self.path = path
    temporaryPath = place.path
    descriptor = place.descriptor
    renames = place.renames
  }

  private static func open(
    _ path: String, target: String
  ) throws(FileError) -> (path: String, descriptor: Int32, renames: Bool) {
    var status = stat()
    let exists = unsafe stat(target, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR {
      throw FileError.unwritable(path: path, reason: "a folder stands there")
    }
    let renames = !exists || status.st_mode & S_IFMT == S_IFREG
    let place =
      renames ? target + ".\(getpid())-\(UInt32.random(in: .min ... .max)).partial" : target
    let flags = renames ? O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC : O_WRONLY | O_CLOEXEC
    let descriptor = unsafe Glibc.open(place, flags, 0o666)
    guard descriptor >= 0 else {
      throw FileError.unwritable(path: path, reason: lastSystemFailure())
    }
    return (place, descriptor, renames)
  }

  /// Appends bytes.
  ///
  /// - Throws: `FileError.unwritable`, a full disk among its reasons.
  package mutating func append(_ bytes: [UInt8]) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(
          descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let error = FileError.unwritable(path: path, reason: lastSystemFailure())
        failure = error
        throw error
      }
      written += count
    }
  }

  /// Flushes the bytes to the disk and moves the file to its place.
  ///
  /// - Throws: `FileError.unwritable`, also when an earlier append failed.
  package consuming func commit() throws(FileError) {
    if let failure { throw failure }
    if renames, fsync(descriptor) != 0 {
      throw FileError.unwritable(path: path, reason: lastSystemFailure())
    }
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0 else {
      throw FileError.unwritable(path: path, reason: lastSystemFailure())
    }
    if renames, unsafe rename(temporaryPath, target) != 0 {
      throw FileError.unwritable(path: path, reason: lastSystemFailure())
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if renames { unsafe unlink(temporaryPath) }
  }

  /// Writes one whole file at once.
  ///
  /// - Throws: `FileError.unwritable`.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    var file = try AtomicFile(path: path)
    try file.append(bytes)
    try file.commit()
  }
}
