import Glibc

/// A whole file mapped read-only into memory, unmapped when the last reference goes.
///
/// Pages are read when they are first touched, so mapping a large file costs nothing by itself.
/// A file that another program cuts short while it is mapped kills the process that reads on
/// (SIGBUS, mmap(2)); files written by ``AtomicFile`` are replaced, never cut.
// Unchecked: the mapping is read-only, private and never moved for the life of the object, so any
// number of threads may read it.
@safe package final class MappedFile: @unchecked Sendable {
  /// The path the file was opened by.
  package let path: String
  /// The file's size in bytes.
  package let count: Int
  private let start: UnsafeMutableRawPointer?

  /// Maps the file at `path`.
  ///
  /// - Throws: `FileError.unreadable` or `.wrongKind` for a folder.
  package init(path: String) throws(FileError) {
    // Without O_NONBLOCK, opening a pipe would wait for a writer before it could be refused.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw FileError.unreadable(path: path, reason: lastSystemFailure())
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw FileError.unreadable(path: path, reason: lastSystemFailure())
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError.wrongKind(path: path, expected: "a regular file")
    }
    self.path = path
    count = Int(status.st_size)
    guard count > 0 else {
      unsafe start = nil
      return
    }
    let address = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard unsafe address != MAP_FAILED else {
      throw FileError.unreadable(path: path, reason: lastSystemFailure())
    }
    unsafe start = address
  }

  deinit {
    if let start = unsafe start { unsafe munmap(start, count) }
  }

  /// Lends the whole mapping to `body`.
  package func withUnsafeBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try unsafe body(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Lets the whole pages of a range leave this process's memory; they are read again from the file
  /// when they are next touched.
  package func releasePages(of range: Range<Int>) {
    guard let start = unsafe start, range.lowerBound >= 0, range.upperBound <= count else { return }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let first = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound == count ? count : range.upperBound / page * page
    if first < end { unsafe madvise(start + first, end - first, MADV_DONTNEED) }
  }

  /// Copies a range of the file, which must lie within `0..<count`.
  package func bytes(in range: Range<Int>) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range past the mapped file")
    return unsafe withUnsafeBytes { contents in unsafe Array(contents[range]) }
  }

  /// Copies the whole file.
  package func allBytes() -> [UInt8] { bytes(in: 0..<count) }
}
