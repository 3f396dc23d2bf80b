import Bytes
import Exports
import FoundationEssentials
import TestSupport
import Testing
import TokenStreams

@Suite("What export makes of token files")
struct ExportTests {
  let folder: TemporaryFolder
  let grids: String
  let frames: String

  init() throws {
    folder = try TemporaryFolder()
    grids = try ExportSamples.grids(in: folder)
    frames = try ExportSamples.frames(in: folder)
  }

  /// The sequences of an export as `.jsonl`.
  private func sequences(_ arguments: String...) throws -> [[UInt32]] {
    let output = folder.file("out.jsonl")
    expectSuccess(try tessera(["export"] + arguments + ["-o", output]))
    let sequences = try TokenInput([output]).sequences()
    return (0..<sequences.count).map { Array(sequences[$0]) }
  }

  @Test("codes of one tokenizer are its tokens")
  func plain() throws {
    #expect(try sequences(grids) == [[0, 1, 2, 3, 4, 5], [9, 8, 7, 6, 5, 4]])
  }

  @Test("codebooks follow each other as they are told to")
  func orders() throws {
    #expect(try sequences(frames) == [[1, 12, 2, 13, 3, 14]])
    #expect(try sequences(frames, "--order", "coarse-first") == [[1, 2, 3, 12, 13, 14]])
    #expect(try sequences(frames, "--order", "parallel") == [[1, 2, 3, 4, 5, 6]])
    #expect(try sequences(frames, "--order", "delayed") == [[1, 2, 3, 8, 8, 4, 5, 6]])
    #expect(try sequences(frames, "--codebooks", "1") == [[1, 2, 3]])
    #expect(try sequences(frames, "--no-separate-codebooks") == [[1, 4, 2, 5, 3, 6]])
    #expect(
      try sequences(frames, "--order", "parallel", "--separate-codebooks") == [
        [1, 2, 3, 12, 13, 14]
      ])
  }

  @Test("special tokens stand behind all codes, or before them")
  func specialTokens() throws {
    #expect(
      try sequences(grids, "--begin-token", "--end-token", "--end-of-row") == [
        [11, 0, 1, 2, 10, 3, 4, 5, 10, 12], [11, 9, 8, 7, 10, 6, 5, 4, 10, 12],
      ])
    #expect(
      try sequences(
        grids, "--begin-token", "--end-token", "--special-tokens", "first", "--reserved", "100")
        == [[100, 102, 103, 104, 105, 106, 107, 101], [100, 111, 110, 109, 108, 107, 106, 101]])
    let short = try ExportSamples.frames(in: folder, name: "short.tess", depths: [2, 1, 2])
    #expect(try sequences(short, "--end-of-position") == [[1, 12, 2, 16, 3, 14]])
  }

  @Test("classes come from folders or a file, as tokens or beside them")
  func classes() throws {
    #expect(
      try sequences(grids, "--class-folders", "--class-tokens", "--begin-token") == [
        [10, 12, 0, 1, 2, 3, 4, 5], [10, 11, 9, 8, 7, 6, 5, 4],
      ])
    let classes = try folder.write(
      Array(#"{"dog/a.png": 3, "cat/b.png": 7}"#.utf8), to: "classes.json")
    #expect(
      try sequences(grids, "--class-file", classes, "--class-tokens") == [
        [13, 0, 1, 2, 3, 4, 5], [17, 9, 8, 7, 6, 5, 4],
      ])
    let output = folder.file("classes.jsonl")
    try expectSuccess("export", grids, "--class-folders", "-o", output)
    let text = String(decoding: try MappedFile(path: output).allBytes(), as: UTF8.self)
    #expect(
      text == """
        {"tokens":[0,1,2,3,4,5],"class":1,"name":"dog/a.png"}
        {"tokens":[9,8,7,6,5,4],"class":0,"name":"cat/b.png"}

        """)
  }

  @Test(
    "a vocabulary with more classes than items have stays the same for every part of a data set")
  func classCount() throws {
    let run = try tessera(
      "export", grids, "--class-folders", "--class-tokens", "--class-count", "1000", "-o",
      folder.file("out.npy"), "--json")
    expectSuccess(run)
    #expect(try run.records(ExportSummary.self).vocabularySize == 1010)
  }

  @Test("several tokenizers share one vocabulary, named after themselves or as they are told")
  func modalities() throws {
    let shared: [[UInt32]] = [[0, 1, 2, 3, 4, 5], [9, 8, 7, 6, 5, 4], [11, 22, 12, 23, 13, 24]]
    #expect(try sequences(grids, frames) == shared)
    let grid = [shared[0], shared[1]]
    #expect(
      try sequences(folder.path)
        == [[1, 12, 2, 13, 3, 14]] + grid.map { codes in codes.map { $0 + 16 } })
    #expect(
      try sequences("--modality", "image=\(grids)", "--modality", "speech=\(frames)") == shared)
    #expect(
      try sequences(grids, "--modality", "speech=\(frames)", "--codebooks", "speech=1")
        == [[1, 2, 3]] + grid.map { codes in codes.map { $0 + 8 } })
    #expect(
      try sequences(grids, frames, "--end-of-row", "--order", "my-codec=coarse-first") == [
        [0, 1, 2, 10, 3, 4, 5, 10], [9, 8, 7, 10, 6, 5, 4, 10], [12, 13, 14, 23, 24, 25],
      ])
  }

  @Test("the description and --json say what every token means, alike")
  func description() throws {
    let output = folder.file("train.bin")
    let run = try tessera(
      "export", grids, "--modality", "speech=\(frames)", "--begin-token", "-o", output, "--json")
    expectSuccess(run)
    let summary = try run.records(ExportSummary.self)
    #expect(summary.format == .nanoGPT && summary.elementType == .uint16)
    #expect(summary.files == [output, folder.file("meta.pkl")])
    #expect(summary.sequences == 3 && summary.tokens == 21 && summary.vocabularySize == 28)
    #expect(
      summary.corpus.plan?.ranges.map(\.name) == [
        "speech", "grids", "speech.begin", "grids.begin",
      ])
    #expect(summary.corpus.sources.map(\.tokenizer?.id) == ["my.codec", "grids"])
    #expect(summary.corpus.software?.hasPrefix("tessera") == true)
    let written = try MappedFile(path: output + ".meta.json").allBytes()
    let again = try JSONDecoder().decode(ExportSummary.self, from: Data(written))
    #expect(again.corpus == summary.corpus && again.files == ["train.bin", "meta.pkl"])
  }

  @Test("what is printed says which tokens mean what")
  func printed() throws {
    let run = try tessera(
      "export", grids, frames, "--begin-token", "--end-of-row", "-o", folder.file("out.npz"))
    expectSuccess(run)
    #expect(
      run.output == """
        tokens  meaning           from
           0-9  grids             grids, 1 codebook
            10  grids.end-of-row
         11-26  my-codec          my.codec, 2 codebooks, interleaved
            27  grids.begin
            28  my-codec.begin

        \(folder.file("out.npz")): 3 items, 25 tokens as uint16, a vocabulary of 29

        """)
    let quiet = try tessera("export", grids, "-o", folder.file("out.npy"), "--quiet")
    expectSuccess(quiet)
    #expect(quiet.output.isEmpty)
  }

  @Test("the same bytes for every number of threads", arguments: ["2", "8"])
  func threads(count: String) throws {
    let (single, several) = (folder.file("1.npz"), folder.file("several.npz"))
    try expectSuccess("export", grids, frames, "-o", single, "--threads", "1")
    try expectSuccess("export", grids, frames, "-o", several, "--threads", count)
    #expect(try MappedFile(path: single).allBytes() == MappedFile(path: several).allBytes())
  }

  @Test("codes of real pictures and sound arrive as they were encoded")
  func samples() throws {
    let tokens = folder.file("samples.tess")
    try expectSuccess("encode", Samples.folder, "-o", tokens)
    let file = try TokenFile(path: tokens)
    let exported = try sequences(tokens)
    #expect(exported.count == file.count)
    var expected: [[UInt32]] = []
    for tokenizer in file.header.tokenizers.indices {
      let sizes = file.header.tokenizers[tokenizer].vocabulary.sizes
      let start = tokenizer == 0 ? 0 : file.header.tokenizers[0].vocabulary.sizes.reduce(0, +)
      for index in 0..<file.count {
        let item = try file.item(at: index)
        guard item.tokenizer == tokenizer else { continue }
        #expect(item.codes.stack.depths.allSatisfy { $0 == sizes.count })
        expected.append(
          item.codes.stack.codes.enumerated().map { offset, code in
            code + UInt32(start + sizes.prefix(offset % sizes.count).reduce(0, +))
          })
      }
    }
    #expect(exported == expected)
  }
}
