import Bytes
import Exports
import TestSupport
import Testing
import TokenStreams

@Suite("Tokens come from files of all kinds, told apart by their content")
struct TokenInputTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func lists(_ sequences: TokenSequences) -> [[UInt32]] {
    (0..<sequences.count).map { Array(sequences[$0]) }
  }

  /// A token file of two grids with two codebooks of 10 and 4 codes.
  private func deepGrids() throws -> String {
    let tokenizer = ExportExamples.tokenizer(.grid, [10, 4])
    func grid(_ codes: [UInt32]) throws -> ItemCodes {
      let stack = try CodeStack(
        vocabulary: Vocabulary(sizes: [10, 4]), depths: [2, 2], codes: codes)
      return .grid(try CodeGrid(height: 2, width: 1, stack: stack))
    }
    let path = folder.file("deep.tess")
    try ExportExamples.write(
      [("a", try grid([1, 2, 3, 0])), ("b", try grid([9, 3, 0, 1]))], of: tokenizer, to: path)
    return path
  }

  @Test("codebooks interleaved, each for itself, or one alone")
  func selections() throws {
    let path = try deepGrids()
    let interleaved = try TokenInput([path])
    #expect(lists(try interleaved.sequences()) == [[1, 12, 3, 10], [9, 13, 0, 11]])
    #expect(interleaved.vocabularySize == 14)
    #expect(!interleaved.holdsGrids)
    #expect(interleaved.tokenizer?.id == "example-grid")
    #expect(interleaved.flattening?.offsets == [0, 10])
    #expect(throws: TokenInputError.noGrid(name: path)) { try interleaved.grids() }
    let each = try TokenInput([path], selection: .eachCodebook())
    #expect(lists(try each.sequences()) == [[1, 3], [12, 10], [9, 0], [13, 11]])
    let second = try TokenInput([path], selection: .codebook(1))
    #expect(second.vocabularySize == 4)
    #expect(second.holdsGrids)
    #expect(
      try second.grids() == [
        TokenGrid(height: 2, width: 1, tokens: [2, 0]),
        TokenGrid(height: 2, width: 1, tokens: [3, 1]),
      ])
    let first = try TokenInput([path], selection: .interleaved(codebooks: 1))
    #expect(first.holdsGrids)
    #expect(first.vocabularySize == 10)
    #expect(lists(try first.sequences()) == [[1, 3], [9, 0]])
    for selection in [
      TokenInput.CodeSelection.codebook(2), .codebook(-1), .interleaved(codebooks: 3),
      .eachCodebook(codebooks: 0),
    ] {
      #expect(throws: CodeFlatteningError.self) { try TokenInput([path], selection: selection) }
    }
  }

  @Test("a folder of several kinds of files")
  func mixedFolder() throws {
    _ = try folder.write(Array("[1, 2]\n[3]\n".utf8), to: "b.jsonl")
    try TokenCorpus(TokenSequences([[4, 5], [6, 7]]), vocabularySize: 10)
      .export(to: folder.file("c.npy"), as: .numpy)
    try TokenCorpus(TokenSequences([[8], []]), vocabularySize: 10)
      .export(to: folder.file("d.npz"), as: .numpyArchive)
    _ = try folder.write(Array("a picture".utf8), to: "e.png")
    let input = try TokenInput([folder.path])
    #expect(input.paths.map(Folder.name) == ["b.jsonl", "c.npy", "d.npz"])
    let expected: [[UInt32]] = [[1, 2], [3], [4, 5], [6, 7], [8], []]
    #expect(lists(try input.sequences()) == expected)
    #expect(try lists(input.corpus().sequences()) == expected)
    var tokens: [[UInt32]] = []
    try input.forEach { tokens.append($0.tokens) }
    #expect(tokens == expected)
  }

  @Test("how many tokens there can be is known before they are read")
  func mostTokens() throws {
    let corpus = try TokenCorpus(
      TokenSequences([[1, 2, 3], [], [4, 5, 6]]), vocabularySize: 10)
    for (name, most) in [("a.npy", 6), ("a.npz", 6), ("a.jsonl", nil as Int?)] {
      let path = folder.file(name)
      try corpus.export(to: path, as: try #require(ExportFormat(suffixOf: name)))
      let size = try ExportExamples.bytes(path).count
      #expect(try TokenInput([path]).mostTokenCount == most ?? size / 2)
    }
    let dense = try folder.write(Array("[1,2,3,4,5,6,7,8]".utf8), to: "dense.jsonl")
    #expect(try TokenInput([dense]).mostTokenCount == 8)
    let deep = try deepGrids()
    // The codebooks take four and two bits a code.
    let size = try ExportExamples.bytes(deep).count
    #expect(try TokenInput([deep]).mostTokenCount == size * 8 / 2)
    #expect(try TokenInput([dense, deep]).mostTokenCount == 8 + size * 8 / 2)
    // Codes of no bits.
    let zeros = ExportExamples.tokenizer(.grid, [1])
    try ExportExamples.write(
      [
        ("a", try ExportExamples.grid(90, 90, Array(repeating: 0, count: 8100), size: 1)),
        ("b", try ExportExamples.grid(1, 3, [0, 0, 0], size: 1)),
      ], of: zeros, to: folder.file("zeros.tess"))
    let input = try TokenInput([folder.file("zeros.tess")])
    #expect(try input.mostTokenCount == 8103 && input.sequences().tokens.count == 8103)
  }

  @Test("what is read can be written again")
  func throughCorpus() throws {
    _ = try folder.write(
      Array("{\"tokens\":[1,2],\"class\":3,\"name\":\"x\"}\n".utf8), to: "a.jsonl")
    let corpus = try TokenInput([folder.file("a.jsonl")], vocabularySize: 10).corpus()
    #expect(corpus.count == nil)
    try corpus.export(to: folder.file("b.jsonl"), as: .jsonLines)
    #expect(
      try ExportExamples.bytes(folder.file("b.jsonl"))
        == Array("{\"tokens\":[1,2],\"class\":3,\"name\":\"x\"}\n".utf8))
  }

  @Test("token files outside a given vocabulary, and short positions, are refused by name")
  func refusals() throws {
    let path = try deepGrids()
    #expect(
      throws: CorpusError.tokenOutOfRange(name: "a", position: 1, token: 12, vocabularySize: 12)
    ) { try TokenInput([path], vocabularySize: 12).sequences() }
    let tokenizer = ExportExamples.tokenizer(.sequence, [10, 4])
    let stack = try CodeStack(
      vocabulary: Vocabulary(sizes: [10, 4]), depths: [2, 1], codes: [1, 2, 3])
    try ExportExamples.write(
      [("short", .sequence(CodeSequence(stack: stack)))], of: tokenizer,
      to: folder.file("short.tess"))
    for selection in [TokenInput.CodeSelection.interleaved(), .eachCodebook(), .codebook(1)] {
      let error = #expect(throws: ItemError.self) {
        try TokenInput([folder.file("short.tess")], selection: selection).sequences()
      }
      #expect(error?.name == "short")
    }
    #expect(throws: CorpusError.self) { try TokenInput([path, folder.file("short.tess")]) }
    #expect(throws: TokenInputError.self) {
      try TokenInput([folder.write(Array("plain text".utf8), to: "x.txt")])
    }
    #expect(throws: TokenInputError.self) { try TokenInput([folder.write([], to: "empty.npy")]) }
    #expect(throws: FileError.self) { try TokenInput([folder.file("missing.npy")]) }
    try Folder.make(folder.file("none"))
    #expect(throws: TokenInputError.nothingToDo([folder.file("none")])) {
      try TokenInput([folder.file("none")])
    }
  }
}
