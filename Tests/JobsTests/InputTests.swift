import Bytes
import Glibc
import Jobs
import TestSupport
import Testing
import Tokenizers

@Suite("Arguments become inputs")
struct InputTests {
  let files: JobFolder
  let root: String

  init() throws {
    files = try JobFolder()
    root = files.folder.file("media")
    for name in ["b.png", "a.png", "sub/c.png", "sub/deep/d.png", ".hidden.png", ".git/e.png"] {
      _ = try files.writePicture("media/" + name)
    }
    _ = try files.copy("strings.wav", to: "media/sub/f.wav")
    _ = try files.folder.write(Array("# Read me\n".utf8), to: "media/README.md")
    _ = try files.folder.write([], to: "media/empty.png")
  }

  @Test("a folder gives its pictures and sounds, all the way down, named from there")
  func folder() throws {
    let names = ["a.png", "b.png", "sub/c.png", "sub/deep/d.png", "sub/f.wav"]
    for argument in [root, root + "/"] {
      let inputs = try Input.expand([argument])
      #expect(inputs.map(\.name) == names)
      #expect(inputs.map(\.path) == names.map { root + "/" + $0 })
    }
  }

  @Test("a file that is named is taken, whatever it holds, by its own name")
  func named() throws {
    let inputs = try Input.expand([root + "/README.md", root + "/.hidden.png", root + "/sub/c.png"])
    #expect(inputs.map(\.name) == ["README.md", ".hidden.png", "c.png"])
  }

  @Test("patterns that no shell expanded", arguments: ["*.png", "?.png", "[ab].png"])
  func patterns(pattern: String) throws {
    let names = try Input.expand([root + "/" + pattern]).map(\.name)
    #expect(names == (pattern == "*.png" ? ["a.png", "b.png", "empty.png"] : ["a.png", "b.png"]))
  }

  @Test("a pattern may match folders")
  func folderPattern() throws {
    #expect(try Input.expand([root + "/s*"]).map(\.name) == ["c.png", "deep/d.png", "f.wav"])
  }

  @Test("a name with a star that exists is that file, not a pattern")
  func literalStar() throws {
    let path = try files.writePicture("media/*.png")
    #expect(try Input.expand([path]) == [Input(path: path, name: "*.png")])
  }

  @Test("what is named twice is done once, in the order of the arguments")
  func duplicates() throws {
    let inputs = try Input.expand([root + "/sub/c.png", root, root + "/*.png", root + "/a.png"])
    #expect(
      inputs.map(\.name) == [
        "c.png", "a.png", "b.png", "sub/deep/d.png", "sub/f.wav", "empty.png",
      ])
  }

  @Test(
    "what is missing stays, so that it is reported and the others are done",
    arguments: ["missing.png", "missing/*.png", "nothing*", "[z].png"])
  func missing(name: String) throws {
    let inputs = try Input.expand([root + "/a.png", root + "/" + name])
    #expect(inputs.map(\.path) == [root + "/a.png", root + "/" + name])
  }

  @Test("nothing to do is an error")
  func nothingToDo() throws {
    #expect(throws: InputError.nothingToDo([])) { try Input.expand([]) }
    try Folder.make(root + "/texts")
    _ = try files.folder.write(Array("text".utf8), to: "media/texts/notes.txt")
    #expect(throws: InputError.nothingToDo([root + "/texts"])) {
      try Input.expand([root + "/texts"])
    }
  }

  @Test("a file of a folder that cannot be read does not hide the others; it fails in its turn")
  func unreadable() throws {
    #expect(symlink("/dev/null", root + "/device.png") == 0)
    #expect(symlink(root + "/gone", root + "/dangling.png") == 0)
    let inputs = try Input.expand([root])
    #expect(inputs.map(\.name).prefix(3) == ["a.png", "b.png", "device.png"])
    let job = EncodeJob(inputs: inputs, models: files.models, policy: .codebooks(1))
    let report = try job.run(to: .file(files.folder.file("out.tess")))
    #expect(report.failures.map(\.item) == [root + "/device.png"])
    #expect(report.results.count == inputs.count - 1)
  }
}
