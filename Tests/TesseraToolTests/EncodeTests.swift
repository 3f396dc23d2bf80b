import Bytes
import TestSupport
import Testing
import TokenStreams

@Suite("What encode takes and writes")
struct EncodeTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private var output: String { folder.file("tokens.tess") }

  @Test("pictures and sound stand in one file in the order they were given")
  func mixed() throws {
    let names = ["strings.wav", "tulips.png", "speech_de.flac", "vest.jpg"]
    try expectSuccess(tessera(["encode"] + names.map(Samples.path) + ["-o", output]))
    let file = try TokenFile(path: output)
    #expect(file.names == names)
    #expect(file.header.tokenizers.map(\.media) == [.image, .audio])
    #expect(try file.item(at: 0).original.kind == .audio)
    #expect(try file.item(at: 1).original.kind == .image)
  }

  @Test("a folder is searched all the way down, and what is no media is passed over")
  func searchedFolder() throws {
    try Folder.make(folder.file("media/deep"))
    _ = try folder.write(Samples.bytes("tulips.png"), to: "media/deep/b.png")
    _ = try folder.write(Samples.bytes("strings.wav"), to: "media/a.wav")
    _ = try folder.write(Array("notes".utf8), to: "media/notes.txt")
    _ = try folder.write(Samples.bytes("tulips.png"), to: "media/.hidden.png")
    try expectSuccess("encode", folder.file("media"), "-o", output)
    #expect(try TokenFile(path: output).names == ["a.wav", "deep/b.png"])
  }

  @Test("a pattern that the shell left alone is expanded, and one file is taken once")
  func pattern() throws {
    try expectSuccess(
      "encode", Samples.path("*.png"), Samples.path("tulips.png"), Samples.path("s?i*.jpg"), "-o",
      output)
    #expect(
      try TokenFile(path: output).names == ["houses.png", "parrots.png", "tulips.png", "ship.jpg"])
  }

  @Test("--separate writes one file an input, also for inputs of one name")
  func separate() throws {
    let twin = try TemporaryFolder()
    let other = try twin.write(Samples.bytes("vest.jpg"), to: "ship.jpg")
    try expectSuccess(
      "encode", Samples.picture, Samples.sound, other, "-o", folder.file("tokens"), "--separate")
    #expect(
      try Folder.names(in: folder.file("tokens"))
        == ["ship.jpg.2.tess", "ship.jpg.tess", "speech_en.wav.tess"])
    let first = try TokenFile(path: folder.file("tokens/ship.jpg.tess"))
    let second = try TokenFile(path: folder.file("tokens/ship.jpg.2.tess"))
    let sound = try TokenFile(path: folder.file("tokens/speech_en.wav.tess"))
    #expect(first.names == ["ship.jpg"] && second.names == ["ship.jpg"])
    #expect(try first.item(at: 0) != second.item(at: 0))
    #expect(sound.header.tokenizers.map(\.media) == [.audio])
  }

  @Test(
    "content decides, the name does not",
    arguments: [("tulips.png", "a.wav", MediaKind.image), ("strings.wav", "a.png", .audio)])
  func content(sample: String, name: String, kind: MediaKind) throws {
    let input = try folder.write(Samples.bytes(sample), to: name)
    try expectSuccess("encode", input, "-o", output)
    #expect(try TokenFile(path: output).item(at: 0).original.kind == kind)
    try expectSuccess("decode", output, "-o", folder.file("back"))
    let back = folder.file(kind == .image ? "back/a.png" : "back/a.wav")
    let metrics = try expectSuccess("metrics", input, back, "--json")
      .records([MetricRecord].self)
    #expect(metrics.first?.metric == (kind == .image ? "PSNR" : "SI-SDR"))
  }

  @Test("--json prints a record an item")
  func json() throws {
    let records = try expectSuccess(
      "encode", Samples.picture, Samples.sound, "-o", output, "--codebooks", "1", "--json"
    ).records([EncodeRecord].self)
    #expect(
      records == [
        EncodeRecord(
          item: "ship.jpg", model: "linear-image", tokens: 33 * 48, bits: 33 * 48 * 10,
          rate: 15_840.0 / (384 * 261), rate_unit: "bpp"),
        EncodeRecord(
          item: "speech_en.wav", model: "linear-audio", tokens: 251, bits: 251 * 10 + 32,
          rate: 2542.0 / 5, rate_unit: "bit/s"),
      ])
  }

  @Test("the same bytes for every number of threads", arguments: ["2", "8"])
  func threads(count: String) throws {
    let single = folder.file("single.tess")
    try expectSuccess("encode", Samples.folder, "-o", single, "--threads", "1")
    try expectSuccess("encode", Samples.folder, "-o", output, "--threads", count)
    #expect(try MappedFile(path: single).allBytes() == MappedFile(path: output).allBytes())
  }

  @Test("an item alone has the codes it has among others")
  func alone() throws {
    try expectSuccess("encode", Samples.folder, "-o", output)
    let batch = try TokenFile(path: output)
    #expect(batch.names == (Samples.pictures + Samples.sounds).sorted())
    for (index, name) in batch.names.enumerated() {
      let file = folder.file(name + ".tess")
      try expectSuccess("encode", Samples.path(name), "-o", file)
      let (alone, among) = (try TokenFile(path: file).item(at: 0), try batch.item(at: index))
      #expect(
        alone.codes == among.codes && alone.sideInformation == among.sideInformation, "\(name)")
    }
  }

  @Test(
    "--quiet prints nothing",
    arguments: [
      ["encode", Samples.picture, "-o", "out.tess"],
      ["decode", "in.tess", "-o", "out.png"],
      ["evaluate", Samples.picture],
      ["verify", ProjectFiles.golden("audio-preprocess/mel")],
      [
        "fit", "image", Samples.picture, "-o", "model", "--stages", "1", "--codebook-size", "4",
        "--vectors", "100", "--components", "4",
      ],
    ])
  func quiet(arguments: [String]) throws {
    try expectSuccess("encode", Samples.picture, "-o", folder.file("in.tess"))
    let run = try tessera(arguments + ["--quiet"], in: folder.path)
    expectSuccess(run)
    #expect(run.output.isEmpty)
  }
}
