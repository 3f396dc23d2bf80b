import Bytes
import FoundationEssentials
import Media
import TestSupport
import Testing

@Suite("Looking at vocabularies and what they do to codes")
struct PairInspectionTests {
  let folder: TemporaryFolder
  let codes: String
  let vocabulary: String

  init() throws {
    folder = try TemporaryFolder()
    codes = folder.file("codes.tess")
    vocabulary = folder.file("v.json")
    try expectSuccess(
      "encode", Samples.path("ship.jpg"), Samples.path("sign.jpg"), "-o", codes, "-q")
    try expectSuccess(
      "bpe", "train", codes, "--grids", "--merges", "40", "-o", vocabulary, "-q")
  }

  @Test("show says what was learned from and lists the first tokens")
  func show() throws {
    let lines = try expectSuccess("bpe", "show", vocabulary, "--tokens", "3").outputLines
    #expect(lines[0] == "tokens    1064, of which 1024 base codes")
    #expect(lines[1] == "rule      neighbours on grids, most frequent first, at least 2 times")
    #expect(lines[2].hasPrefix("tokenizer linear-image, weights sha-256 "))
    #expect(lines.filter { $0.hasPrefix(" 102") }.count == 3)
    let record = try JSONDecoder().decode(
      Shown.self, from: Data(expectSuccess("bpe", "show", vocabulary, "--json").output.utf8))
    #expect(record.tokens.map(\.token) == Array(1024..<1064))
    #expect(record.tokens[0].codes.count == 2)
  }

  @Test("show draws tokens through the tokenizer's decoder")
  func picture() throws {
    let picture = folder.file("tokens.png")
    let run = try expectSuccess(
      "bpe", "show", vocabulary, "--tokens", "20", "--picture", picture)
    #expect(run.outputLines[0] == "\(picture): 20 tokens, 16 a row: 1024-1043")
    let image = try PixelImage(contentsOf: picture)
    #expect(image.width == 16 * 72 + 8 && image.height == 2 * 72 + 16)
  }

  @Test("show without a picture to draw, or without its model, says so")
  func noPicture() throws {
    let plain = try folder.write(Array("[0, 1, 0, 1]".utf8), to: "plain.jsonl")
    let other = folder.file("other.json")
    try expectSuccess("bpe", "train", plain, "--merges", "1", "-o", other, "-q")
    let before = try folder.names
    expectComplaints(
      try tessera("bpe", "show", other, "--picture", folder.file("a.png")),
      ["other.json", "which tokenizer"])
    expectComplaints(
      try tessera(
        "bpe", "show", vocabulary, "--picture", folder.file("none/a.png")), ["none"])
    #expect(try folder.names == before)
  }

  @Test("stats counts both sides and writes a page")
  func statistics() throws {
    let page = folder.file("page.html")
    let run = try expectSuccess(
      "bpe", "stats", codes, "--bpe", vocabulary, "--runs", "2", "--page", page)
    #expect(run.output.contains(" codes a token; "))
    #expect(run.output.contains("most frequent runs of 2 tokens: "))
    #expect(try String(contentsOf: URL(filePath: page), encoding: .utf8).contains("vegaEmbed"))
    let alone = try expectSuccess("bpe", "stats", codes, "--codes", "codebook:0", "--json")
    let record = try JSONDecoder().decode(Counted.self, from: Data(alone.output.utf8))
    #expect(record.items == 2 && record.tokens == nil)
    #expect(record.codes.statistics.sequences == 2)
    #expect(record.codes.n_grams.map(\.length) == [1, 2, 3])
  }

  @Test("merged tokens are exported, and neither decoded to pictures nor merged again by mistake")
  func merged() throws {
    let output = folder.file("out.npz")
    let run = try expectSuccess(
      "export", codes, "--codebooks", "1", "--bpe", vocabulary, "-o", output)
    #expect(run.output.contains("pairs merged by v.json"))
    expectComplaints(
      try tessera("export", codes, "--bpe", vocabulary, "-o", output),
      ["v.json", "linear-image", "--codebooks 1"])
    let tokens = folder.file("tokens.tess")
    try expectSuccess("bpe", "encode", codes, "--bpe", vocabulary, "-o", tokens, "-q")
    expectComplaints(
      try tessera("decode", tokens, "-o", folder.file("pictures")),
      ["tokens.tess", "tessera bpe decode"])
    expectComplaints(
      try tessera("bpe", "encode", tokens, "--bpe", vocabulary, "-o", folder.file("again.tess")),
      ["tokens.tess", "tessera bpe decode"])
    let back = folder.file("back.tess")
    try expectSuccess("bpe", "decode", tokens, "--bpe", vocabulary, "-o", back, "-q")
    try expectSuccess("decode", back, "-o", folder.file("pictures"), "-q")
    try expectSuccess(
      "encode", Samples.path("ship.jpg"), Samples.path("sign.jpg"), "--codebooks", "1", "-o",
      folder.file("first.tess"), "-q")
    let backItems = try expectSuccess("inspect", back, "--json").output
    #expect(backItems.contains("ship.jpg"))
    #expect(
      try codesOf(back) == codesOf(folder.file("first.tess")), "the first codebook came back")
  }

  private func codesOf(_ path: String) throws -> String {
    let lines = folder.file("lines.jsonl")
    try expectSuccess("export", path, "--codebooks", "1", "-o", lines, "-q")
    return try String(contentsOf: URL(filePath: lines), encoding: .utf8)
  }
}

/// What `bpe show --json` prints.
private struct Shown: Decodable {
  let tokens: [Token]

  struct Token: Decodable {
    let token: Int
    let codes: [Int]
  }
}

/// What `bpe stats --json` prints.
private struct Counted: Decodable {
  let items: Int
  let codes: Side
  let tokens: Side?

  struct Side: Decodable {
    let statistics: Statistics
    let n_grams: [Runs]
  }

  struct Statistics: Decodable {
    let sequences: Int
  }

  struct Runs: Decodable {
    let length: Int
  }
}
