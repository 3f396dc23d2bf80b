import Bytes
import TestSupport
import Testing

@Suite("Output that cannot be written fails with one line and leaves nothing behind")
struct BadOutputTests {
  let folder: TemporaryFolder
  let tokens: String
  let pair: String

  init() throws {
    folder = try TemporaryFolder()
    tokens = try Self.encode([Samples.picture], to: folder.file("tokens.tess"))
    pair = try Self.encode([Samples.picture, Samples.sound], to: folder.file("pair.tess"))
  }

  private static func encode(_ inputs: [String], to path: String) throws -> String {
    try expectSuccess(tessera(["encode"] + inputs + ["-o", path]))
    return path
  }

  private func expectFailure(_ run: CommandRun, _ words: String...) throws {
    expectComplaints(run, words)
    #expect(try folder.names == ["pair.tess", "tokens.tess"])
  }

  @Test("a full disk")
  func fullDisk() throws {
    let words = ["/dev/full", "No space left on device"]
    for arguments in [
      ["encode", Samples.picture, Samples.sound], ["decode", tokens],
      ["decode", pair, "--item", "speech_en.wav"],
    ] {
      let run = try tessera(arguments + ["-o", "/dev/full"])
      expectComplaints(run, words)
      #expect(run.output.isEmpty)
    }
    let sheet = try tessera("evaluate", Samples.picture, "--sheet", "/dev/full", "--quiet")
    expectComplaints(sheet, words)
  }

  @Test("a folder that is not there")
  func missingFolder() throws {
    let output = folder.file("no/such/file.png")
    try expectFailure(
      tessera("encode", Samples.picture, "-o", output), output, "check the folder")
    try expectFailure(tessera("decode", tokens, "-o", output), output, "no folder")
    try expectFailure(
      tessera("evaluate", Samples.picture, "--quiet", "--sheet", output), output,
      "check the folder")
  }

  @Test("a folder where a file is to stand")
  func folderInTheWay() throws {
    try expectFailure(
      tessera("encode", Samples.picture, "-o", folder.path), folder.path, "a folder stands there")
    try expectFailure(
      tessera("evaluate", Samples.picture, "--quiet", "--sheet", folder.path), folder.path,
      "a folder stands there")
  }

  @Test("a file where a folder is to stand: one line, however many items there are")
  func fileInTheWay() throws {
    try expectFailure(
      tessera("encode", Samples.picture, Samples.sound, "-o", tokens, "--separate"), tokens,
      "cannot be written")
    try expectFailure(tessera("decode", pair, "-o", tokens), tokens, "cannot be written")
    try expectFailure(
      tessera("fit", "image", Samples.picture, "-o", tokens), tokens, "cannot be written")
  }

  @Test(
    "a format that is not written, or not for this kind of media",
    arguments: [("x.gif", "'gif'"), ("x.wav", "picture"), ("x.v2", "'v2'")])
  func format(name: String, word: String) throws {
    let output = folder.file(name)
    try expectFailure(tessera("decode", tokens, "-o", output), output, word, "png")
  }

  @Test("a file that stood there stays when nothing could be encoded")
  func kept() throws {
    let before = try MappedFile(path: tokens).allBytes()
    let run = try tessera("encode", folder.file("missing.png"), "-o", tokens)
    try expectFailure(run, "missing.png")
    #expect(try MappedFile(path: tokens).allBytes() == before)
  }
}
