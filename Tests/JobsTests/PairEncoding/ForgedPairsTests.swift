import Bytes
import Exports
import Jobs
import PairEncoding
import TestSupport
import Testing
import TokenStreams

/// Token files that name the right vocabulary, with tokens that it never gave.
@Suite("Merged tokens that no codes became are refused by item, and nothing of them is dropped")
struct ForgedPairsTests {
  let folder: PairFolder
  let vocabulary: String
  let gridVocabulary: String

  init() throws {
    folder = try PairFolder()
    // Tokens 0..<4 are codes, and the next are pairs of them.
    vocabulary = try folder.train(
      [folder.writeLines([[0, 1, 0, 1, 3]])], .sequences(merges: 1), to: "s.json")
    var options = GridPairTrainingOptions(mergeCount: 1)
    options.minimumFrequency = 1
    gridVocabulary = try folder.train(
      [folder.writeArray(shape: [1, 1, 4], [0, 1, 2, 3])], .grids(options), to: "g.json")
  }

  /// What is claimed of the codes behind the tokens.
  private struct Claim {
    var layout = CodeLayout.frames
    var sizes = [2, 2]
    var codes = "interleaved"
    var extents: [Float] = []
    var tokenCount = 5
  }

  private func write(_ claim: Claim, _ tokens: [UInt32], vocabulary: String) throws -> String {
    let merged = Vocabulary(sizes: [claim.tokenCount])
    let tokenizer = TokenizerDescription(
      id: "forged", weights: SHA256Digest(of: []),
      media: claim.layout == .frames ? .audio : .image, layout: .sequence, vocabulary: merged,
      policy: "all",
      pairing: PairingDescription(
        vocabularyFile: SHA256Digest(of: try MappedFile(path: vocabulary).allBytes()),
        codes: claim.codes, layout: claim.layout, vocabulary: Vocabulary(sizes: claim.sizes)))
    var writer = try TokenFileWriter(
      path: folder.file("t.tess"),
      header: TokenFileHeader(software: "test", tokenizers: [tokenizer]))
    let stack = try CodeStack(
      vocabulary: merged, depths: tokens.map { _ in 1 }, codes: tokens)
    try writer.append(
      TokenItem(
        name: "item", tokenizer: 0,
        original: claim.layout == .frames
          ? .audio(sampleRate: 8000, channels: 1, sampleCount: 9) : .image(width: 8, height: 8),
        codes: .sequence(CodeSequence(stack: stack)),
        sideInformation: Dictionary(
          uniqueKeysWithValues: zip(["grid_height", "grid_width"], claim.extents))))
    try writer.commit()
    return folder.file("t.tess")
  }

  private func decode(
    _ claim: Claim, _ tokens: [UInt32], ofGrids: Bool = false, to output: String = "o.tess"
  ) throws {
    let vocabulary = ofGrids ? gridVocabulary : self.vocabulary
    let path = try write(claim, tokens, vocabulary: vocabulary)
    _ = try PairDecodingJob(inputs: [path], vocabularyPath: vocabulary)
      .run(to: folder.file(output))
  }

  private func expectRefusal(
    _ claim: Claim, _ tokens: [UInt32], ofGrids: Bool = false, to output: String = "o.tess",
    _ words: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let error = #expect(throws: PairJobError.self, sourceLocation: sourceLocation) {
      try decode(claim, tokens, ofGrids: ofGrids, to: output)
    }
    let line = error?.description ?? ""
    #expect(
      line.contains(words) && line.contains("; "), "\(line)", sourceLocation: sourceLocation)
    #expect(
      Folder.kind(of: folder.file(output)) == .missing, sourceLocation: sourceLocation)
  }

  @Test("honest tokens, so that every other is refused for its own fault")
  func honest() throws {
    // Codes 0 and 1 of the first codebook, 2 and 3 of the second.
    try decode(Claim(), [0, 2, 1, 3])
    let item = try #require(try PairFolder.items(folder.file("o.tess")).first)
    #expect(item.codes.layout == .frames && item.codes.stack.codes == [0, 0, 1, 1])
    let grid = Claim(layout: .grid, sizes: [4], codes: "codebook:0", extents: [1, 3])
    try decode(grid, [4, 2], ofGrids: true, to: "g.tess")
    let cells = try #require(try PairFolder.items(folder.file("g.tess")).first).codes
    #expect(cells.extents == [1, 3] && cells.stack.codes == [0, 1, 2])
  }

  @Test("codes that end within a position, or are of the wrong codebook")
  func frames() throws {
    try expectRefusal(Claim(), [0, 2, 1], "item, its codes: 3 codes")
    try expectRefusal(Claim(), [2, 0], "item, its codes: ")
    try expectRefusal(Claim(), [4, 3], "item, its codes: ")
    try expectRefusal(Claim(sizes: [2], codes: "codebook:0"), [3], "item, its codes: ")
  }

  @Test("grids of another size, or of none")
  func grids() throws {
    let grid = Claim(layout: .grid, sizes: [4], codes: "codebook:0", extents: [2, 2])
    try expectRefusal(grid, [4, 2], ofGrids: true, "position 2: the tokens end after 3 of 4")
    try expectRefusal(
      grid, [4, 4, 4], ofGrids: true, "position 2: token 4 finds every cell filled")
    for extents in [[], [2], [2, 2.5], [0, 0], [-1, -3], [1e30, 1e30]] as [[Float]] {
      var claim = grid
      claim.extents = extents
      try expectRefusal(claim, [4, 2], ofGrids: true, "item")
      try expectRefusal(claim, [4, 2], ofGrids: true, to: "o.npz", "item")
    }
    try expectRefusal(
      Claim(layout: .grid, sizes: [4], codes: "interleaved", extents: [2, 2]), [0, 1, 2],
      "item, its codes: ")
    try expectRefusal(
      Claim(layout: .grid, sizes: [4], codes: "interleaved"), [0, 1, 2, 3], "how large its grids")
  }

  @Test("ways to take codes that there are not")
  func selections() throws {
    for codes in ["", "all", "codebook", "codebook:-1", "interleaved:0"] {
      try expectRefusal(Claim(codes: codes), [0, 2], "'\(codes)', which means nothing")
    }
    try decode(Claim(sizes: [4], codes: "codebook:9"), [0, 2])
    try expectRefusal(Claim(codes: "each"), [2, 0], to: "n.tess", "item")
  }

  @Test("tokens beyond the vocabulary")
  func unknownTokens() throws {
    try expectRefusal(
      Claim(tokenCount: 50), [0, 49], "position 1: token 49 is not in the vocabulary")
  }
}
