import Bytes
import Glibc
import TestSupport
import Testing
import TokenStreams

@Suite("Media that cannot be read fail with one line and leave nothing behind")
struct BadMediaTests {
  /// Bytes that are no proper media, and what is said about them.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let words: [String]
    let bytes: @Sendable () throws -> [UInt8]

    init(_ name: String, _ words: String..., bytes: @escaping @Sendable () throws -> [UInt8]) {
      self.name = name
      self.words = words
      self.bytes = bytes
    }

    var testDescription: String { name }

    /// The first half of a sample.
    static func truncated(_ sample: String) -> Case {
      Case("half-" + sample, "damaged") {
        let bytes = try Samples.bytes(sample)
        return Array(bytes.prefix(bytes.count / 2))
      }
    }
  }

  static let cases = [
    Case("empty.png", "empty") { [] },
    .truncated("tulips.png"), .truncated("ship.jpg"), .truncated("strings.wav"),
    .truncated("piano_notes.flac"),
    Case("text.png", "convert it to PNG, JPEG, WAV or FLAC") { Array("no picture".utf8) },
    Case("moving.gif", "GIF", "convert it to PNG") {
      Array("GIF89a".utf8) + Array(repeating: 0, count: 100)
    },
    Case("nan.wav", "not a finite number") {
      WaveFile.bytes([0, 0.5, .nan, 0.25] + Array(repeating: 0, count: 2000))
    },
    Case("silent.wav", "no sound") { WaveFile.bytes([]) },
  ]

  @Test("encode", arguments: cases)
  func encode(example: Case) throws {
    try expectFailure(of: example) { ["encode", $0, "-o", "tokens.tess"] }
  }

  @Test("encode --separate", arguments: cases)
  func encodeSeparately(example: Case) throws {
    try expectFailure(of: example) { ["encode", $0, "-o", "tokens", "--separate"] }
  }

  @Test("evaluate", arguments: cases)
  func evaluate(example: Case) throws {
    try expectFailure(of: example) { ["evaluate", $0, "--sheet", "sheet.png"] }
  }

  @Test("metrics", arguments: cases)
  func metrics(example: Case) throws {
    try expectFailure(of: example) { ["metrics", Samples.picture, $0] }
  }

  private func expectFailure(of example: Case, _ arguments: (String) -> [String]) throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(example.bytes(), to: example.name)
    let run = try tessera(arguments(example.name), in: folder.path)
    expectComplaints(run, [example.name] + example.words)
    #expect(run.output.isEmpty)
    #expect(try folder.names == [example.name])
  }

  @Test(
    "a file that is not there, or below something that is no folder",
    arguments: ["missing.png", "*.png", Samples.picture + "/below.png"],
    [["encode", "-o", "t.tess"], ["evaluate"], ["metrics", Samples.picture]])
  func missing(path: String, arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let run = try tessera(arguments + [path], in: folder.path)
    expectComplaints(run, [path, "check the path"])
    #expect(try folder.names.isEmpty)
  }

  @Test(
    "a file that may not be read",
    .disabled(if: geteuid() == 0, "root may read every file"))
  func forbidden() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Samples.bytes("tulips.png"), to: "secret.png")
    chmod(path, 0)
    let run = try tessera("encode", path, "-o", folder.file("t.tess"))
    expectComplaints(run, [path, "Permission denied"])
    #expect(try folder.names == ["secret.png"])
  }

  @Test("a folder without media")
  func emptyFolder() throws {
    let folder = try TemporaryFolder()
    let run = try tessera(["encode", folder.path, "-o", "t.tess"], in: folder.path)
    expectComplaints(run, [folder.path, "no picture or sound"])
    #expect(try folder.names.isEmpty)
  }

  @Test(
    "one over the limits",
    arguments: [
      (Samples.picture, "--pixel-limit", "100000"), (Samples.sound, "--duration-limit", "4.5"),
    ])
  func limits(input: String, flag: String, limit: String) throws {
    let folder = try TemporaryFolder()
    let run = try tessera("encode", input, "-o", folder.file("t.tess"), flag, limit)
    expectComplaints(run, [input, "over the limit", flag])
    #expect(try folder.names.isEmpty)
  }

  @Test("bad files among good ones: the good are done, the bad are listed")
  func among() throws {
    let folder = try TemporaryFolder()
    let names = ["a.png", "bad.wav", "c.wav"]
    _ = try folder.write(Samples.bytes("tulips.png"), to: names[0])
    _ = try folder.write(Array(Samples.bytes("strings.wav").prefix(1000)), to: names[1])
    _ = try folder.write(Samples.bytes("strings.wav"), to: names[2])
    let run = try tessera(
      ["encode", "missing.png"] + names + ["-o", "t.tess", "--json"], in: folder.path)
    expectComplaints(run, ["missing.png", "check the path"], ["bad.wav", "damaged"])
    #expect(try run.records([EncodeRecord].self).map(\.item) == ["a.png", "c.wav"])
    #expect(try folder.names == names + ["t.tess"])
    #expect(try TokenFile(path: folder.file("t.tess")).names == ["a.png", "c.wav"])

    let evaluation = try tessera(["evaluate", "missing.png"] + names + ["--json"], in: folder.path)
    expectComplaints(evaluation, ["missing.png", "check the path"], ["bad.wav", "damaged"])
    #expect(try evaluation.records([EvaluationRecord].self).map(\.item) == ["a.png", "c.wav"])
  }
}
