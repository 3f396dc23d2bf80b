import Bytes
import Exports
import Jobs
import PairEncoding
import TestSupport
import Testing
import Threads
import TokenStreams

@Suite("Codes that were encoded by a vocabulary come back as they were")
struct PairRoundTripTests {
  let folder: PairFolder
  /// Empty ones and single codes among them.
  let sequences = PairFolder.sequences([0, 1, 30, 2, 0, 77, 1, 400], below: 9)

  init() throws {
    folder = try PairFolder()
  }

  /// Encodes into one file and decodes that into another.
  ///
  /// - Returns: the counts of both, which agree.
  @discardableResult
  private func roundTrip(
    _ input: String, by vocabulary: String, through middle: String, to output: String,
    mode: PairEncodingMode = .mergeOrder, codes: TokenInput.CodeSelection? = nil,
    extents: (height: Int, width: Int)? = nil
  ) throws -> PairEncodingJob.Report {
    let encoded = try PairEncodingJob(
      inputs: [input], vocabularyPath: vocabulary, mode: mode, codes: codes
    ).run(to: folder.file(middle))
    let decoded = try PairDecodingJob(
      inputs: [folder.file(middle)], vocabularyPath: vocabulary, gridExtents: extents
    ).run(to: folder.file(output))
    #expect(
      [decoded.items, decoded.codes, decoded.tokens]
        == [encoded.items, encoded.codes, encoded.tokens])
    return encoded
  }

  @Test(
    "sequences through every format", arguments: ["npz", "jsonl"],
    ["npz", "jsonl", "safetensors"])
  func sequenceFormats(middle: String, end: String) throws {
    let input = try folder.writeLines(sequences)
    let vocabulary = try folder.train([input])
    let report = try roundTrip(
      input, by: vocabulary, through: "m." + middle, to: "o." + end)
    #expect(report.items == 8 && report.codes == 511)
    #expect(report.tokens < 300 && report.compression > 1.7)
    #expect(try PairFolder.sequences(folder.file("m." + middle)).count == 8)
    // Safetensors are for trainers; nothing here reads them.
    guard end != "safetensors" else { return }
    #expect(try PairFolder.sequences(folder.file("o." + end)) == sequences)
  }

  @Test("arrays of one dimension and of two, where all have as many tokens")
  func arrays() throws {
    let codes = Array(sequences.joined())
    let one = try folder.writeArray(shape: [codes.count], codes)
    let vocabulary = try folder.train([one])
    try roundTrip(one, by: vocabulary, through: "m.npy", to: "o.npy")
    #expect(try PairFolder.sequences(folder.file("o.npy")) == [codes])
    let rows = try folder.writeArray(shape: [2, 6], [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5])
    let all = try folder.train([rows], .sequences(merges: 5), to: "all.json")
    let report = try roundTrip(rows, by: all, through: "m.npy", to: "o.npy")
    #expect(report.tokens == 2)
    #expect(try TokenInput([folder.file("m.npy")]).sequences().count == 2)
    #expect(
      try PairFolder.sequences(folder.file("o.npy")) == [[0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5]])
  }

  @Test("lines keep their names and classes")
  func lines() throws {
    let text = """
      {"tokens":[1,2,1,2],"class":3,"name":"a/b.png"}
      {"tokens":[],"name":"ä"}

      """
    let input = try folder.folder.write(Array(text.utf8), to: "i.jsonl")
    let vocabulary = try folder.train([input], .sequences(merges: 2))
    try roundTrip(input, by: vocabulary, through: "m.jsonl", to: "o.jsonl")
    #expect(try folder.bytes("o.jsonl") == Array(text.utf8))
    #expect(
      String(decoding: try folder.bytes("m.jsonl"), as: UTF8.self)
        == text.replacing("[1,2,1,2]", with: "[4]"))
  }

  @Test("grids through token files, which say how large they are")
  func tokenFilesOfGrids() throws {
    let extents = [[1, 1], [31, 33], [1, 9], [9, 1], [16, 16]]
    let input = try folder.writeTokens(.grid, extents: extents, sizes: [6])
    let vocabulary = try folder.train([input], .grids(merges: 40), codes: .codebook(0))
    let report = try roundTrip(input, by: vocabulary, through: "m.tess", to: "o.tess")
    #expect(report.items == 5 && report.codes == 1298 && report.compression > 1.3)
    try expectSameItems(folder.file("o.tess"), input)
    let merged = try TokenFile(path: folder.file("m.tess")).header.tokenizers
    #expect(merged.map(\.layout) == [.sequence])
    #expect(merged.map(\.vocabulary) == [Vocabulary(sizes: [46])])
    #expect(merged[0].pairing?.layout == .grid && merged[0].pairing?.codes == "codebook:0")
    // The codes leave the token file for arrays, with their rows.
    _ = try PairDecodingJob(inputs: [folder.file("m.tess")], vocabularyPath: vocabulary)
      .run(to: folder.file("o.npz"))
    #expect(
      try TokenInput([folder.file("o.npz")]).grids()
        == TokenInput([input], selection: .codebook(0)).grids())
  }

  @Test("grids through archives, with the size given")
  func archivesOfGrids() throws {
    let codes = PairFolder.codes(840, below: 5, seed: 4)
    let input = try folder.writeArray(shape: [12, 7, 10], codes)
    let vocabulary = try folder.train([input], .grids(merges: 30))
    for middle in ["m.npz", "m.jsonl"] {
      try roundTrip(input, by: vocabulary, through: middle, to: "o.npy", extents: (7, 10))
      #expect(try TokenInput([folder.file("o.npy")]).grids() == TokenInput([input]).grids())
    }
  }

  @Test("grids whose codebooks are taken one after the other are sequences and become grids again")
  func interleavedGrids() throws {
    let input = try folder.writeTokens(.grid, extents: [[5, 4], [1, 1]], sizes: [6, 3])
    let vocabulary = try folder.train([input])
    try roundTrip(input, by: vocabulary, through: "m.tess", to: "o.tess")
    try expectSameItems(folder.file("o.tess"), input)
  }

  @Test(
    "frames and sequences, of no position and of one among them",
    arguments: [CodeLayout.frames, .sequence])
  func layouts(layout: CodeLayout) throws {
    let input = try folder.writeTokens(layout, extents: [[0], [1], [120], [7]], sizes: [9, 7, 3])
    let vocabulary = try folder.train([input])
    let report = try roundTrip(input, by: vocabulary, through: "m.tess", to: "o.tess")
    #expect(report.items == 4 && report.codes == 128 * 3)
    try expectSameItems(folder.file("o.tess"), input)
    try roundTrip(input, by: vocabulary, through: "m.npz", to: "o.npz")
    #expect(try PairFolder.sequences(folder.file("o.npz")) == PairFolder.sequences(input))
    // Merged tokens leave the token file, too.
    _ = try PairDecodingJob(
      inputs: [folder.file("m.tess")], vocabularyPath: vocabulary
    ).run(to: folder.file("o.jsonl"))
    #expect(try PairFolder.sequences(folder.file("o.jsonl")) == PairFolder.sequences(input))
  }

  @Test("some of the codebooks: the first ones fit the tokenizer's decoder, another stands alone")
  func codebooks() throws {
    let input = try folder.writeTokens(.frames, extents: [[50], [1]], sizes: [9, 7, 3])
    for (selection, sizes, stages) in [
      (TokenInput.CodeSelection.codebook(1), [7], 1..<2),
      (.interleaved(codebooks: 2), [9, 7, 3], 0..<2),
    ] {
      let vocabulary = try folder.train([input], codes: selection)
      // What the vocabulary was learned from is what is encoded.
      try roundTrip(input, by: vocabulary, through: "m.tess", to: "o.tess")
      #expect(
        try TokenFile(path: folder.file("o.tess")).header.tokenizers.map(\.vocabulary)
          == [Vocabulary(sizes: sizes)])
      for (item, original) in zip(
        try PairFolder.items(folder.file("o.tess")), try PairFolder.items(input))
      {
        let (codes, all) = (item.codes.stack, original.codes.stack)
        for (stage, source) in stages.enumerated() {
          #expect(codes.codes(ofStage: stage) == all.codes(ofStage: source))
        }
      }
    }
  }

  @Test("each codebook as a sequence, which only archives hold")
  func eachCodebook() throws {
    let input = try folder.writeTokens(.frames, extents: [[50], [1]], sizes: [9, 7, 3])
    for selection in [TokenInput.CodeSelection.eachCodebook(), .eachCodebook(codebooks: 2)] {
      let vocabulary = try folder.train([input], codes: selection)
      try roundTrip(input, by: vocabulary, through: "m.npz", to: "o.npz")
      #expect(
        try PairFolder.sequences(folder.file("o.npz")) == PairFolder.sequences(input, selection))
      #expect(
        throws: PairJobError.severalSequences(
          path: folder.file("n.tess"), codes: selection.text)
      ) {
        try PairEncodingJob(inputs: [input], vocabularyPath: vocabulary)
          .run(to: folder.file("n.tess"))
      }
    }
  }

  @Test("several files with one tokenizer become one file")
  func severalFiles() throws {
    let paths = try ["a.tess", "b.tess"].map {
      try folder.writeTokens(.sequence, extents: [[20], [3]], sizes: [9], to: $0)
    }
    let vocabulary = try folder.train(paths)
    let encoded = try PairEncodingJob(inputs: paths, vocabularyPath: vocabulary)
      .run(to: folder.file("m.tess"))
    #expect(encoded.items == 4)
    _ = try PairDecodingJob(inputs: [folder.file("m.tess")], vocabularyPath: vocabulary)
      .run(to: folder.file("o.tess"))
    #expect(
      try PairFolder.items(folder.file("o.tess")) == paths.flatMap { try PairFolder.items($0) })
  }

  private func expectSameItems(_ path: String, _ original: String) throws {
    #expect(try PairFolder.items(path) == PairFolder.items(original))
    #expect(
      try TokenFile(path: path).header.tokenizers == TokenFile(path: original).header.tokenizers)
  }

  @Test("lines of nested arrays are grids, of one row and one cell too, and a flat line is none")
  func gridLines() throws {
    let grids = "[[1,2],[1,2]]\n[[1,2]]\n[[1],[1]]\n[[0]]\n[[1,2],[1,2]]\n"
    let input = try folder.folder.write(Array(grids.utf8), to: "g.jsonl")
    let vocabulary = try folder.train([input], .grids(merges: 3))
    _ = try PairEncodingJob(inputs: [input], vocabularyPath: vocabulary)
      .run(to: folder.file("m.jsonl"))
    #expect(try PairFolder.sequences(folder.file("m.jsonl")).map(\.count) == [1, 1, 2, 1, 1])
    let mixed = try folder.folder.write(Array((grids + "[1,2]\n").utf8), to: "mixed.jsonl")
    for codeLimit in [nil, 4] {
      var training = PairTrainingJob(inputs: [mixed], rule: .grids(merges: 3))
      training.codeLimit = codeLimit
      let error = #expect(throws: TokenInputError.self) { try training.run(to: folder.file("x")) }
      #expect("\(error.map(\.description) ?? "")".hasPrefix("\(mixed):6: "))
    }
    #expect(throws: TokenInputError.self) {
      try PairEncodingJob(inputs: [mixed], vocabularyPath: vocabulary)
        .run(to: folder.file("x.npz"))
    }
    #expect(Folder.kind(of: folder.file("x.npz")) == .missing)
  }
}
