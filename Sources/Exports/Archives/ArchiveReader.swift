import CArchive

/// Reads the files of a zip archive, one after the other; checksums are compared by libarchive.
@safe final class ArchiveReader {
  private let path: String
  private let archive: OpaquePointer
  private let buffer: UnsafeMutableRawBufferPointer

  private static let blockSize = 1 << 20

  /// Opens an archive.
  ///
  /// - Throws: `TokenInputError.malformed`.
  init(path: String) throws(TokenInputError) {
    guard let archive = unsafe archive_read_new() else {
      throw .malformed(path: path, reason: "out of memory")
    }
    self.path = path
    unsafe self.archive = archive
    unsafe buffer = .allocate(byteCount: Self.blockSize, alignment: 16)
    // Only by its directory: a reader from the front would take an archive whose end is missing.
    unsafe archive_read_support_format_zip_seekable(archive)
    guard unsafe archive_read_open_filename(archive, path, Self.blockSize) == ARCHIVE_OK else {
      throw failure()
    }
  }

  deinit {
    unsafe archive_read_free(archive)
    unsafe buffer.deallocate()
  }

  /// What the archive says of a file in it.
  struct Member {
    /// The file's name.
    let name: String
    /// How many bytes it has, unpacked; nil where that is not said.
    let byteCount: Int?
  }

  /// Goes on to the next file, nil behind the last; what was not read of this one is passed over.
  ///
  /// - Throws: `TokenInputError.malformed`.
  func next() throws(TokenInputError) -> Member? {
    var entry: OpaquePointer?
    let status = unsafe archive_read_next_header(archive, &entry)
    if status == ARCHIVE_EOF { return nil }
    guard status >= ARCHIVE_WARN, let name = unsafe archive_entry_pathname(entry) else {
      throw failure()
    }
    let isSizeKnown = unsafe archive_entry_size_is_set(entry) != 0
    return unsafe Member(
      name: String(cString: name),
      byteCount: isSizeKnown ? Int(clamping: archive_entry_size(entry)) : nil)
  }

  /// Appends up to `count` bytes of the current file to `bytes`; fewer only at its end.
  ///
  /// - Throws: `TokenInputError.malformed`.
  func read(_ count: Int, into bytes: inout [UInt8]) throws(TokenInputError) {
    var left = count
    while left > 0 {
      let read = unsafe archive_read_data(archive, buffer.baseAddress, min(left, Self.blockSize))
      guard read >= 0 else { throw failure() }
      if read == 0 { return }
      unsafe bytes.append(contentsOf: buffer[..<read])
      left -= read
    }
  }

  private func failure() -> TokenInputError {
    let text = unsafe archive_error_string(archive)
    let reason = unsafe text.map { unsafe String(cString: $0) } ?? "unknown reason"
    return .malformed(path: path, reason: "its zip archive is damaged: \(reason)")
  }
}
