import Bytes
import CArchive

/// Writes a zip or tar archive of stored files, whole or not at all; the same files give the same
/// bytes.
struct ArchiveWriter: ~Copyable {
  /// The kinds of archives.
  enum Kind {
    /// Stored, not compressed, as `numpy.savez` does.
    case zip
    /// POSIX ustar.
    case tar
  }

  private let handle: ArchiveWriterHandle
  private var file: AtomicFile

  /// Starts an archive of no files.
  ///
  /// - Throws: `FileError.unwritable` or `ExportError.archive`.
  init(path: String, kind: Kind) throws {
    let handle = try ArchiveWriterHandle(path: path, kind: kind)
    let file = try AtomicFile(path: path)
    self.handle = handle
    self.file = file
  }

  /// How many bytes were written.
  private(set) var byteCount = 0

  /// Adds a whole file.
  ///
  /// - Throws: `FileError.unwritable` or `ExportError.archive`.
  mutating func add(_ name: String, _ contents: [UInt8]) throws {
    try begin(name, byteCount: contents.count)
    try append(contents)
  }

  /// Begins a file of so many bytes, which ``append(_:)`` adds.
  ///
  /// - Throws: as `add` does.
  mutating func begin(_ name: String, byteCount: Int) throws {
    try handle.begin(name, byteCount: byteCount)
    try flush()
  }

  /// Appends to the file that was begun last.
  ///
  /// - Throws: as `add` does.
  mutating func append(_ bytes: [UInt8]) throws {
    try handle.append(bytes)
    try flush()
  }

  /// Ends the archive and moves it to its place.
  ///
  /// - Throws: as `add` does.
  consuming func commit() throws {
    try handle.close()
    try flush()
    try file.commit()
  }

  private mutating func flush() throws {
    let bytes = handle.taken()
    byteCount += bytes.count
    try file.append(bytes)
  }
}

/// libarchive's writer, which hands its output to a buffer.
@safe private final class ArchiveWriterHandle {
  private let path: String
  private let archive: OpaquePointer
  private let output = ArchiveOutput()

  init(path: String, kind: ArchiveWriter.Kind) throws(ExportError) {
    guard let archive = unsafe archive_write_new() else {
      throw .archive(path: path, reason: "out of memory")
    }
    self.path = path
    unsafe self.archive = archive
    switch kind {
    case .zip:
      try check(unsafe archive_write_set_format_zip(archive))
      try check(unsafe archive_write_zip_set_compression_store(archive))
    case .tar:
      try check(unsafe archive_write_set_format_ustar(archive))
    }
    // Without blocks of its own, and so without filling at the end.
    try check(unsafe archive_write_set_bytes_per_block(archive, 0))
    try check(
      unsafe archive_write_open(
        archive, Unmanaged.passUnretained(output).toOpaque(), nil,
        { _, context, bytes, count in
          guard let context = unsafe context else { return -1 }
          unsafe Unmanaged<ArchiveOutput>.fromOpaque(context).takeUnretainedValue().bytes
            .append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
          return count
        }, nil))
  }

  deinit {
    unsafe archive_write_free(archive)
  }

  /// Everything written since this was last asked.
  func taken() -> [UInt8] {
    defer { output.bytes.removeAll() }
    return output.bytes
  }

  func begin(_ name: String, byteCount: Int) throws(ExportError) {
    guard let entry = unsafe archive_entry_new() else {
      throw .archive(path: path, reason: "out of memory")
    }
    defer { unsafe archive_entry_free(entry) }
    unsafe archive_entry_set_pathname(entry, name)
    unsafe archive_entry_set_size(entry, Int64(byteCount))
    // S_IFREG: a regular file. No time and no owner, so that equal contents give equal archives.
    unsafe archive_entry_set_filetype(entry, 0o100000)
    unsafe archive_entry_set_perm(entry, 0o644)
    try check(unsafe archive_write_header(archive, entry))
  }

  func append(_ bytes: [UInt8]) throws(ExportError) {
    guard !bytes.isEmpty else { return }
    let written = unsafe archive_write_data(archive, bytes, bytes.count)
    guard written == bytes.count else { throw failure() }
  }

  func close() throws(ExportError) {
    try check(unsafe archive_write_close(archive))
  }

  private func check(_ status: Int32) throws(ExportError) {
    guard status == ARCHIVE_OK else { throw failure() }
  }

  private func failure() -> ExportError {
    let text = unsafe archive_error_string(archive)
    return .archive(
      path: path, reason: unsafe text.map { unsafe String(cString: $0) } ?? "unknown reason")
  }
}

/// Where libarchive's callback leaves its bytes.
private final class ArchiveOutput {
  var bytes: [UInt8] = []
}
