import Bytes
import TestSupport
import Testing

@Suite("Damage to a token file is reported, whatever can be saved is saved")
struct DamagedTokenFileTests {
  let folder: TemporaryFolder
  let bytes: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    let path = folder.file("whole.tess")
    try expectSuccess("encode", Samples.picture, Samples.sound, "-o", path, "--codebooks", "2")
    bytes = try MappedFile(path: path).allBytes()
  }

  /// Expects every line to name the file, and decoding to leave finished files only.
  private func expectDamageReported(_ contents: [UInt8]) throws {
    let path = try folder.write(contents, to: "damaged.tess")
    for run in [
      try tessera("inspect", path), try tessera("decode", path, "-o", folder.file("out")),
    ] {
      #expect(run.status == 1, "\(run)")
      #expect(!run.errors.isEmpty)
      for line in run.errorLines {
        #expect(line.hasPrefix("tessera: \(path): ") && line.contains("; "), "\(run)")
      }
    }
    let written = (try? Folder.names(in: folder.file("out"))) ?? []
    #expect(Set(written).isSubset(of: ["ship.png", "speech_en.wav"]), "\(written)")
  }

  @Test("one changed byte, anywhere in the file", arguments: 0..<12)
  func changedByte(place: Int) throws {
    var damaged = bytes
    let index = place < 4 ? place * 5 : (bytes.count - 1) * (place - 3) / 8
    damaged[index] ^= 0x40
    try expectDamageReported(damaged)
  }

  @Test("the end is missing", arguments: [0, 1, 5, 11, 12, 40, 400, 2000, -100, -1])
  func truncated(length: Int) throws {
    try expectDamageReported(Array(length < 0 ? bytes.dropLast(-length) : bytes.prefix(length)))
  }

  @Test("a changed code costs its own item some positions and the others nothing")
  func oneItem() throws {
    var damaged = bytes
    damaged[bytes.count / 3] ^= 1
    let path = try folder.write(damaged, to: "damaged.tess")
    let run = try tessera("decode", path, "-o", folder.file("out"))
    expectComplaints(run, [path, "ship.jpg", "positions"])
    #expect(try Folder.names(in: folder.file("out")) == ["ship.png", "speech_en.wav"])
    try expectSuccess("decode", folder.file("whole.tess"), "-o", folder.file("whole"))
    #expect(
      try MappedFile(path: folder.file("out/speech_en.wav")).allBytes()
        == MappedFile(path: folder.file("whole/speech_en.wav")).allBytes())
  }

  @Test("files that are no token files", arguments: ["inspect", "decode"])
  func foreign(command: String) throws {
    let output = command == "decode" ? ["-o", folder.file("out")] : []
    for path in [Samples.picture, ProjectFiles.path("Package.swift")] {
      expectComplaints(try tessera([command, path] + output), [path, "not a token file"])
    }
    let missing = folder.file("missing.tess")
    expectComplaints(try tessera([command, missing] + output), [missing, "check the path"])
    expectComplaints(try tessera([command, folder.path] + output), [folder.path, "regular file"])
    #expect(try folder.names == ["whole.tess"])
  }

  @Test("an item that is not there")
  func noSuchItem() throws {
    let path = folder.file("whole.tess")
    let run = try tessera("decode", path, "-o", folder.file("x.png"), "--item", "nobody.png")
    expectComplaints(run, [path, "nobody.png", "tessera inspect"])
    #expect(try folder.names == ["whole.tess"])
  }
}
