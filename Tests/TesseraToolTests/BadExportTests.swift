import Bytes
import TestSupport
import Testing

@Suite("Exports that cannot be fail with one line and leave nothing behind")
struct BadExportTests {
  let folder: TemporaryFolder
  let grids: String
  let frames: String

  init() throws {
    folder = try TemporaryFolder()
    grids = try ExportSamples.grids(in: folder)
    frames = try ExportSamples.frames(in: folder, depths: [2, 1, 2])
  }

  private func expectFailure(_ arguments: [String], _ words: String...) throws {
    let before = try folder.names
    let run = try tessera(["export"] + arguments)
    expectComplaints(run, words)
    #expect(run.output.isEmpty)
    #expect(try folder.names == before)
  }

  private var output: String { folder.file("out.npy") }

  @Test("files that are no token files, are damaged or not there")
  func inputs() throws {
    try expectFailure([folder.file("none.tess"), "-o", output], "none.tess")
    try expectFailure([Samples.picture, "-o", output], Samples.picture)
    try Folder.make(folder.file("empty"))
    try expectFailure([folder.file("empty"), "-o", output], "empty", "no token file")
    let bytes = try MappedFile(path: grids).allBytes()
    let cut = try folder.write(Array(bytes.dropLast(20)), to: "cut.tess")
    try expectFailure([cut, "-o", output], "cut.tess")
    var flipped = bytes
    flipped[bytes.count / 2] ^= 0x10
    let damaged = try folder.write(flipped, to: "damaged.tess")
    let run = try tessera("export", damaged, "-o", output)
    #expect(run.status == 1 && run.errorLines.count == 1, "\(run)")
    #expect(Folder.kind(of: output) == .missing)
  }

  @Test("orders that cannot express the codes")
  func orders() throws {
    try expectFailure([frames, "-o", output], "voice.wav", "mark short positions")
    try expectFailure(
      [frames, "--order", "delayed", "-o", output], "voice.wav", "delayed", "fewer codebooks")
    try expectFailure([frames, "--codebooks", "3", "-o", output], "my-codec", "3 codebooks")
    try expectFailure(
      [frames, "--order", "parallel", "--end-of-position", "-o", output], "my-codec",
      "interleaved order")
    try expectFailure(
      [frames, "--order", "coarse-first", "--no-separate-codebooks", "-o", output], "told apart")
    try expectFailure(
      [frames, "--codebooks", "1", "--end-of-row", "-o", output], "rows", "not a grid")
    try expectFailure(
      [frames, "--codebooks", "1", "--order", "nothing=delayed", "-o", output], "nothing",
      "my-codec")
  }

  @Test("modalities of several tokenizers")
  func modalities() throws {
    try expectFailure(
      ["--modality", "image=\(folder.path)", "-o", output], "image", "several tokenizers")
  }

  @Test("classes that are not known")
  func classes() throws {
    try expectFailure([frames, "--class-folders", "--codebooks", "1", "-o", output], "voice.wav")
    try expectFailure(
      [grids, "--class-file", folder.file("none.json"), "-o", output], "none.json")
    let classes = try folder.write(Array(#"{"dog/a.png": 1}"#.utf8), to: "classes.json")
    try expectFailure([grids, "--class-file", classes, "-o", output], "cat/b.png", classes)
    for text in ["[1]", #"{"dog/a.png": -1}"#, #"{"dog/a.png": 1.5}"#, "{", ""] {
      _ = try folder.write(Array(text.utf8), to: "classes.json")
      try expectFailure([grids, "--class-file", classes, "-o", output], classes)
    }
    for number in [Int.max, 1 << 33] {
      let text = #"{"dog/a.png": 0, "cat/b.png": \#(number)}"#
      _ = try folder.write(Array(text.utf8), to: "classes.json")
      try expectFailure(
        [grids, "--class-file", classes, "--class-tokens", "-o", output], "vocabulary")
    }
    try expectFailure(
      [grids, "--class-folders", "--class-tokens", "--class-count", "1", "-o", output],
      "dog/a.png", "more classes")
    try expectFailure(
      [grids, "--format", "1d-tokenizer", "-o", folder.file("out.jsonl")], "dog/a.png",
      "give classes")
  }

  @Test("vocabularies and rows that a format cannot hold")
  func formats() throws {
    let whole = try ExportSamples.frames(in: folder, name: "whole.tess")
    try expectFailure(
      [whole, "--order", "parallel", "-o", folder.file("out.bin")], "voice.wav", "nanogpt", "npz")
    try expectFailure(
      [grids, "--dtype", "uint8", "--reserved", "1000", "-o", output], "1010", "wider type")
    try expectFailure(
      [grids, whole, "--order", "my-codec=parallel", "-o", output], "voice.wav", "npz")
  }

  @Test("places where nothing can be written")
  func places() throws {
    try expectFailure([grids, "-o", folder.file("no/such/out.npy")], "out.npy")
    try expectFailure([grids, "-o", "/dev/full", "--format", "npy"], "/dev/full", "No space left")
    try expectFailure([grids, "-o", grids, "--format", "npy"], grids, "choose another output")
    try Folder.make(folder.file("taken.npy"))
    try expectFailure([grids, "-o", folder.file("taken.npy")], "taken.npy")
    _ = try folder.write([], to: "out-000000.tar")
    try expectFailure([grids, "-o", folder.file("out.tar")], "out-000000.tar")
  }
}
