import Bytes
import Glibc

/// A `.jsonl` file of tokens, read line by line; lines of white space are passed over.
struct JSONLinesFile: Sendable {
  private let file: MappedFile

  /// Bytes after which what was read may leave the memory.
  private static let releaseStep = 16 << 20

  /// Takes a mapped file, of which nothing is read yet.
  init(_ file: MappedFile) {
    self.file = file
  }

  /// Whether a file that begins with these bytes can hold such lines.
  static func recognizes(_ firstBytes: [UInt8]) -> Bool {
    let first = firstBytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
  }

  /// Hands every line's number, counted from 1, and content to `body`, until it returns false.
  ///
  /// - Throws: what `body` throws, or `TokenInputError.malformedLine` and `.unusableToken`.
  func forEachLine(
    vocabularySize: Int, _ body: (_ line: Int, JSONTokenLine) throws -> Bool
  ) throws {
    var (number, start, released) = (0, 0, 0)
    while start < file.count {
      number += 1
      let end = endOfLine(from: start)
      defer { start = end + 1 }
      guard
        let line = try line(number, in: start..<end, vocabularySize: vocabularySize)
      else { continue }
      guard try body(number, line) else { return }
      if end - released >= Self.releaseStep {
        file.releasePages(of: released..<end)
        released = end
      }
    }
  }

  private func endOfLine(from start: Int) -> Int {
    unsafe file.withUnsafeBytes { bytes in
      guard let first = bytes.baseAddress,
        let end = unsafe memchr(first + start, 0x0A, bytes.count - start)
      else { return bytes.count }
      return unsafe UnsafeRawPointer(end) - first
    }
  }

  /// The content of a line; nil where it is empty.
  private func line(
    _ number: Int, in range: Range<Int>, vocabularySize: Int
  ) throws -> JSONTokenLine? {
    do {
      return try unsafe file.withUnsafeBytes { bytes in
        var cursor = unsafe JSONCursor(bytes, in: range)
        cursor.skipSpace()
        guard cursor.next != nil else { return nil }
        var parser = JSONLineParser(cursor, vocabularySize: vocabularySize)
        return try parser.parsed()
      }
    } catch JSONLineFault.unusableToken(let place, let value) {
      throw TokenInputError.unusableToken(
        path: file.path, place: "line \(number), \(place)", value: value,
        vocabularySize: vocabularySize)
    } catch JSONLineFault.malformed(let reason) {
      throw TokenInputError.malformedLine(path: file.path, line: number, reason: reason)
    }
  }

  /// How many tokens there are at most, a digit and what separates it from the next one each.
  var mostTokenCount: Int { file.count / 2 }

  /// Makes each line a record; one without a name is named after the file and the line.
  ///
  /// - Throws: what `body` throws; `TokenInputError.malformedLine` and `.unusableToken`, and
  ///   `.noGrid` for a line without rows where grids are asked for.
  func forEach(
    vocabularySize: Int, asGrids: Bool, _ body: (TokenRecord) throws -> Void
  ) throws {
    try forEachLine(vocabularySize: vocabularySize) { number, line in
      guard !asGrids || line.rowCount != nil else {
        throw TokenInputError.noGrid(name: "\(file.path):\(number)")
      }
      try body(
        TokenRecord(
          name: line.name ?? "\(file.path):\(number)", tokens: line.tokens,
          rowCount: line.rowCount, classID: line.classID))
      return true
    }
  }

  /// Whether the first line holds rows of tokens.
  ///
  /// - Throws: `TokenInputError.malformedLine` and `.unusableToken`.
  func beginsWithRows(vocabularySize: Int) throws -> Bool {
    var result = false
    try forEachLine(vocabularySize: vocabularySize) { _, line in
      result = line.rowCount != nil
      return false
    }
    return result
  }
}
