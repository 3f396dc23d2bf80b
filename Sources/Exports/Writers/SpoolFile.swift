import Bytes
import Glibc

/// Bytes set aside until what must stand before them is known: in memory while they are few, then in
/// a file without a name.
///
/// Formats whose header counts the tokens are written in two steps, so that the number of tokens
/// need not be known before and the destination may be a pipe.
struct SpoolFile: ~Copyable {
  /// How many bytes were set aside.
  private(set) var count = 0
  private let path: String
  private var descriptor: Int32 = -1
  private var pending: [UInt8] = []

  private static let blockSize = 4 << 20

  /// Starts empty.
  ///
  /// - Parameter path: where the bytes will stand in the end; the file is made in its folder.
  init(beside path: String) {
    self.path = path
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Sets bytes aside.
  ///
  /// - Throws: `FileError.unwritable`, a full disk among its reasons.
  mutating func append(_ bytes: [UInt8]) throws(FileError) {
    pending += bytes
    count += bytes.count
    if pending.count >= Self.blockSize { try flush() }
  }

  /// Sets tokens aside as they are stored.
  ///
  /// - Throws: as `append` does.
  mutating func append(_ tokens: [UInt32], as type: TokenElementType) throws(FileError) {
    // Few tokens are written where they belong, many are faster as an array of their own.
    guard tokens.count < 16 else { return try append(type.bytes(of: tokens)) }
    type.append(tokens, to: &pending)
    count += tokens.count * type.byteCount
    if pending.count >= Self.blockSize { try flush() }
  }

  private mutating func flush() throws(FileError) {
    if descriptor < 0 { descriptor = try Self.openUnnamed(beside: path) }
    var written = 0
    while written < pending.count {
      let result = unsafe pending.withUnsafeBytes { contents in
        unsafe write(
          descriptor, contents.baseAddress?.advanced(by: written), contents.count - written)
      }
      if result < 0, errno == EINTR { continue }
      guard result > 0 else { throw failure() }
      written += result
    }
    pending.removeAll(keepingCapacity: true)
  }

  private static func openUnnamed(beside path: String) throws(FileError) -> Int32 {
    let name = Destination.unfinished(beside: path)
    let descriptor = unsafe open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw FileError.unwritable(path: path, reason: lastSystemFailure())
    }
    unsafe unlink(name)
    return descriptor
  }

  /// Hands back everything from the start, block by block; nothing can be set aside afterwards.
  ///
  /// - Throws: what `body` throws, or `FileError.unwritable`.
  consuming func drain(_ body: ([UInt8]) throws -> Void) throws {
    let stored = count - pending.count
    var start = 0
    while start < stored {
      let block = try read(at: start, count: min(Self.blockSize, stored - start))
      try body(block)
      start += block.count
    }
    try body(pending)
  }

  private borrowing func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    let descriptor = descriptor
    let block = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let result = unsafe pread(
          descriptor, buffer.baseAddress?.advanced(by: filled), count - filled, offset + filled)
        if result < 0, errno == EINTR { continue }
        guard result > 0 else { return }
        filled += result
      }
    }
    guard block.count == count else { throw failure() }
    return block
  }

  private borrowing func failure() -> FileError {
    .unwritable(path: path, reason: lastSystemFailure())
  }
}
