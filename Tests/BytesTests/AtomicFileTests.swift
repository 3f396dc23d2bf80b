import Bytes
import Glibc
import TestSupport
import Testing

@Suite("Files that appear whole or not at all")
struct AtomicFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("nothing stands at the destination before the commit, all of it afterwards")
  func commit() throws {
    let path = folder.file("file")
    var file = try AtomicFile(path: path)
    try file.append([1, 2])
    #expect(Folder.kind(of: path) == .missing)
    try file.append([])
    try file.append([3])
    try file.commit()
    #expect(try MappedFile(path: path).allBytes() == [1, 2, 3])
    #expect(try Folder.names(in: folder.path) == ["file"])
  }

  @Test("dropped, it leaves the destination and no other file")
  func dropped() throws {
    let path = try folder.write([7], to: "file")
    do {
      var file = try AtomicFile(path: path)
      try file.append([1, 2])
      #expect(try Folder.names(in: folder.path).count == 2)
    }
    #expect(try MappedFile(path: path).allBytes() == [7])
    #expect(try Folder.names(in: folder.path) == ["file"])
  }

  @Test(
    "a link stays one, and the file it leads to is replaced; one that leads nowhere is replaced")
  func links() throws {
    let path = try folder.write([7], to: "file")
    let link = folder.file("link")
    try #require(symlink(path, link) == 0)
    try AtomicFile.write([1, 2], to: link)
    #expect(try MappedFile(path: path).allBytes() == [1, 2])
    #expect(SymbolicLink.followed(link) == SymbolicLink.followed(path))
    #expect(SymbolicLink.followed(link) != link)
    let dangling = folder.file("dangling")
    try #require(symlink(folder.file("nothing"), dangling) == 0)
    try AtomicFile.write([3], to: dangling)
    #expect(try MappedFile(path: dangling).allBytes() == [3])
    #expect(try Folder.names(in: folder.path).sorted() == ["dangling", "file", "link"])
  }

  @Test("folders, missing folders and places that take no files")
  func unwritable() throws {
    #expect(throws: FileError.unwritable(path: folder.path, reason: "a folder stands there")) {
      try AtomicFile.write([1], to: folder.path)
    }
    let missing = folder.file("missing/file")
    #expect(throws: FileError.unwritable(path: missing, reason: "No such file or directory")) {
      try AtomicFile.write([1], to: missing)
    }
    #expect(throws: FileError.self) { try AtomicFile.write([1], to: "/proc/file") }
    #expect(throws: FileError.self) { try AtomicFile.write([1], to: "") }
  }

  @Test("a device is written directly; a full one is an error from then on")
  func devices() throws {
    try AtomicFile.write([1], to: "/dev/null")
    #expect(Folder.kind(of: "/dev/null") == .file)
    let full = FileError.unwritable(path: "/dev/full", reason: "No space left on device")
    #expect(throws: full) { try AtomicFile.write([1], to: "/dev/full") }
    var file = try AtomicFile(path: "/dev/full")
    do { try file.append([1]) } catch { #expect(error == full) }
    var failure: FileError?
    do { try file.commit() } catch { failure = error }
    #expect(failure == full)
  }
}
