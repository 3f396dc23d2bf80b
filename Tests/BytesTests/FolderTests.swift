import Bytes
import TestSupport
import Testing

@Suite("Folders")
struct FolderTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("names and files come in byte order, hidden files left out below")
  func listing() throws {
    try Folder.make(folder.file("b/c"))
    for name in ["b/c/1", "b/2", "a", "B", ".hidden", "b/.hidden", "é"] {
      _ = try folder.write([], to: name)
    }
    #expect(try Folder.names(in: folder.path) == [".hidden", "B", "a", "b", "é"])
    #expect(
      try Folder.files(below: folder.path) == ["B", "a", "b/2", "b/c/1", "é"].map(folder.file))
    #expect(throws: FileError.self) { try Folder.names(in: folder.file("a")) }
    #expect(throws: FileError.self) { try Folder.files(below: folder.file("missing")) }
  }

  @Test("folders are made with those above them, once or again, not over a file")
  func making() throws {
    for _ in 0..<2 {
      try Folder.make(folder.file("x/y/z"))
      #expect(Folder.kind(of: folder.file("x/y/z")) == .folder)
    }
    let file = try folder.write([], to: "file")
    #expect(throws: FileError.self) { try Folder.make(file) }
    #expect(throws: FileError.self) { try Folder.make(file + "/below") }
    #expect(Folder.kind(of: folder.file("missing")) == .missing)
  }

  @Test(
    "parents and names",
    arguments: [
      ("/a/b", "/a", "b"), ("a", ".", "a"), ("/a", "/", "a"), ("a/b/c.png", "a/b", "c.png"),
      ("/", "/", ""),
    ])
  func parts(path: String, parent: String, name: String) {
    #expect(Folder.parent(of: path) == parent)
    #expect(Folder.name(of: path) == name)
  }
}
