import Bytes
import TestSupport
import Testing

@Suite("Mapped files")
struct MappedFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("a file's bytes, whole and in part")
  func contents() throws {
    let contents = (0..<10_000).map { UInt8(truncatingIfNeeded: $0) }
    let file = try MappedFile(path: folder.write(contents, to: "file"))
    #expect(file.count == 10_000)
    #expect(file.allBytes() == contents)
    #expect(file.bytes(in: 4_095..<4_098) == Array(contents[4_095..<4_098]))
    #expect(file.bytes(in: 10_000..<10_000) == [])
  }

  @Test("an empty file has no bytes")
  func empty() throws {
    let file = try MappedFile(path: folder.write([], to: "empty"))
    #expect(file.count == 0)
    #expect(file.allBytes() == [])
  }

  @Test("what is no regular file is refused")
  func refused() throws {
    #expect(throws: FileError.wrongKind(path: folder.path, expected: "a regular file")) {
      try MappedFile(path: folder.path)
    }
    #expect(throws: FileError.wrongKind(path: "/dev/null", expected: "a regular file")) {
      try MappedFile(path: "/dev/null")
    }
    let missing = folder.file("missing")
    let error = try #require(throws: FileError.self) { try MappedFile(path: missing) }
    #expect(error == .unreadable(path: missing, reason: "No such file or directory"))
    #expect(
      "\(error)"
        == "\(missing): cannot be read: No such file or directory; check the path and its permissions"
    )
  }

  @Test("a file that was replaced stays as it was mapped")
  func replaced() throws {
    let path = try folder.write([1, 2, 3], to: "file")
    let file = try MappedFile(path: path)
    try AtomicFile.write([4], to: path)
    #expect(file.allBytes() == [1, 2, 3])
    #expect(try MappedFile(path: path).allBytes() == [4])
  }
}
