import Bytes
import Threads

/// The contents of some files, read beforehand so that no disk is measured.
struct MediaFiles: Sendable {
  private let contents: [[UInt8]]

  /// Holds contents.
  init(contents: [[UInt8]]) {
    self.contents = contents
  }

  /// Reads files.
  ///
  /// - Throws: `FileError.unreadable`.
  init(paths: [String]) throws {
    contents = try paths.map { try MappedFile(path: $0).allBytes() }
  }

  /// How many files there are.
  var count: Int { contents.count }

  /// Calls `body` with every file's content, on all threads.
  ///
  /// - Throws: the error of the first file that has one.
  func forEach(_ body: @Sendable ([UInt8]) throws -> Void) throws {
    let outcomes = Parallel.map(count: count) { index in
      Result { try body(contents[index]) }
    }
    for outcome in outcomes { try outcome.get() }
  }
}
