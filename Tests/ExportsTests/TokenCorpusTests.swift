import Bytes
import Exports
import TestSupport
import Testing
import Threads
import TokenStreams

@Suite("A corpus makes records of token files, one after the other")
struct TokenCorpusTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func records(of corpus: TokenCorpus) throws -> [TokenRecord] {
    var records: [TokenRecord] = []
    try corpus.forEach { records.append($0) }
    return records
  }

  /// Two files below a folder, grids of one codebook in two classes.
  private func grids() throws -> String {
    let tokenizer = ExportExamples.tokenizer(.grid, [50])
    try Folder.make(folder.file("set/deeper"))
    try ExportExamples.write(
      [
        ("cat/1.png", try ExportExamples.grid(2, 2, [1, 2, 3, 4], size: 50)),
        ("dog/2.png", try ExportExamples.grid(1, 3, [5, 6, 49], size: 50)),
      ], of: tokenizer, to: folder.file("set/a.tess"))
    try ExportExamples.write(
      [("cat/3.png", try ExportExamples.grid(2, 1, [7, 8], size: 50))], of: tokenizer,
      to: folder.file("set/deeper/b.tess"))
    return folder.file("set")
  }

  @Test("files of a folder, with classes by folder, placed in a plan")
  func wholeWay() throws {
    let files = try TokenFiles([grids()])
    let tokenizer = try files.onlyTokenizer()
    let classes = ItemClasses(foldersOf: try files.names())
    #expect(classes.names == ["cat", "dog"])
    let corpus = try files.corpus(
      of: tokenizer, flattening: CodeFlattening(vocabulary: tokenizer.vocabulary),
      classes: classes)
    #expect(corpus.count == 3)
    #expect(corpus.vocabularySize == 50)
    let plan = try VocabularyPlan([
      VocabularyPlan.Modality("image", tokenCount: 50, begins: true, classCount: 2)
    ])
    let placed = try corpus.placed(in: plan, as: "image")
    #expect(placed.vocabularySize == 53)
    let records = try records(of: placed)
    #expect(records.map(\.name) == ["cat/1.png", "dog/2.png", "cat/3.png"])
    #expect(records.map(\.classID) == [0, 1, 0])
    #expect(
      records.map(\.tokens) == [[50, 51, 1, 2, 3, 4], [50, 52, 5, 6, 49], [50, 51, 7, 8]])
    #expect(placed.description.classNames == ["cat", "dog"])
    #expect(placed.description.sources.map(\.tokenizer?.id) == ["example-grid"])
    #expect(placed.description.sources.map(\.modality) == ["image"])
  }

  @Test("grids keep their rows where they are asked to")
  func gridRows() throws {
    let files = try TokenFiles([grids()])
    let tokenizer = try files.onlyTokenizer()
    let corpus = try files.corpus(
      of: tokenizer, flattening: CodeFlattening(vocabulary: tokenizer.vocabulary),
      keepsGridRows: true)
    #expect(try records(of: corpus).map(\.rowCount) == [2, 1, 2])
  }

  @Test("the same records whatever the number of threads")
  func threads() throws {
    var random = Randomness(seed: 9)
    let tokenizer = ExportExamples.tokenizer(.frames, [1000, 20])
    let items = try (0..<3000).map { index in
      let depths = Array(repeating: 2, count: Int.random(in: 0..<400, using: &random))
      let stack = try ExportExamples.stack([1000, 20], depths: depths, using: &random)
      return (name: "\(index).wav", codes: ItemCodes.frames(CodeFrames(stack: stack)))
    }
    try ExportExamples.write(items, of: tokenizer, to: folder.file("many.tess"))
    let files = try TokenFiles([folder.file("many.tess")])
    let flattening = try CodeFlattening(codebookSizes: [1000, 20])
    let corpus = try files.corpus(of: tokenizer, flattening: flattening)
    let expected = try items.map { try flattening.tokens(of: $0.codes) }
    for threads in [1, 2, 5] {
      let found = try Parallel.$threadCount.withValue(threads) { try records(of: corpus) }
      #expect(found.map(\.name) == items.map(\.name))
      #expect(found.map(\.tokens) == expected)
    }
  }

  @Test("tokens are changed on the way, and the step is told")
  func mapping() throws {
    let corpus = try ExportExamples.unequal()
      .mapping(to: 2_000, step: "doubled") { records, _ in
        records.map { $0.replacingTokens(with: $0.tokens.map { 2 * $0 }) }
      }
    #expect(try corpus.sequences() == TokenSequences([[2, 4, 6], [1998], [8, 10, 12, 14]]))
    #expect(corpus.vocabularySize == 2_000)
    var described = try ExportExamples.unequal()
    described.description.sources = [CorpusDescription.Source()]
    #expect(
      try described.mapping(to: 5, step: "cut") { records, _ in records }.description.sources.map(
        \.steps) == [["cut"]]
    )
  }

  @Test("two modalities share one vocabulary")
  func joined() throws {
    let plan = try VocabularyPlan([
      VocabularyPlan.Modality("image", tokenCount: 1_000),
      VocabularyPlan.Modality("sound", tokenCount: 10, ends: true),
    ])
    let joined = try TokenCorpus.joined([
      ExportExamples.unequal().placed(in: plan, as: "image"),
      TokenCorpus(TokenSequences([[9, 0]]), vocabularySize: 10).placed(in: plan, as: "sound"),
    ])
    #expect(
      try joined.sequences()
        == TokenSequences([[1, 2, 3], [999], [4, 5, 6, 7], [1009, 1000, 1010]]))
    #expect(joined.vocabularySize == 1_011)
    #expect(joined.description.sources.map(\.modality) == ["image", "sound"])
  }

  @Test("what does not fit together is refused")
  func refusals() throws {
    let sequences = TokenSequences([[1, 2], [3]])
    #expect(throws: CorpusError.wrongCount(of: "names", found: 1, needed: 2)) {
      try TokenCorpus(sequences, vocabularySize: 4, names: ["a"])
    }
    #expect(throws: CorpusError.wrongCount(of: "classes", found: 3, needed: 2)) {
      try TokenCorpus(sequences, vocabularySize: 4, classes: [1, 2, 3])
    }
    #expect(throws: CorpusError.negativeClass(name: "1", classID: -1)) {
      try TokenCorpus(sequences, vocabularySize: 4, classes: [0, -1])
    }
    for size in [0, -1, Int.max] {
      #expect(throws: CorpusError.impossibleVocabulary(size: size)) {
        try TokenCorpus(sequences, vocabularySize: size)
      }
    }
    let corpus = try TokenCorpus(sequences, vocabularySize: 3)
    #expect(
      throws: CorpusError.tokenOutOfRange(name: "1", position: 0, token: 3, vocabularySize: 3)
    ) { try corpus.sequences() }
    let plan = try VocabularyPlan([VocabularyPlan.Modality("image", tokenCount: 4)])
    #expect(
      throws: VocabularyPlanError.wrongSize(modality: "image", planned: 4, found: 3)
    ) { try corpus.placed(in: plan, as: "image") }
    #expect(throws: CorpusError.differentPlans) { try TokenCorpus.joined([corpus]) }
    #expect(throws: CorpusError.differentPlans) { try TokenCorpus.joined([]) }
  }

  @Test("files of several tokenizers are told apart")
  func severalTokenizers() throws {
    let (image, sound) = (
      ExportExamples.tokenizer(.grid, [50]), ExportExamples.tokenizer(.frames, [8])
    )
    var writer = try TokenFileWriter(
      path: folder.file("both.tess"),
      header: TokenFileHeader(software: "test", tokenizers: [sound, image]))
    let stack = try CodeStack(vocabulary: Vocabulary(sizes: [8]), depths: [1], codes: [7])
    try writer.append(
      TokenItem(
        name: "a.png", tokenizer: 1, original: .image(width: 1, height: 1),
        codes: try ExportExamples.grid(1, 2, [1, 2], size: 50)))
    try writer.append(
      TokenItem(
        name: "b.wav", tokenizer: 0,
        original: .audio(sampleRate: 8_000, channels: 1, sampleCount: 8),
        codes: .frames(CodeFrames(stack: stack))))
    try writer.commit()
    let files = try TokenFiles([folder.file("both.tess")])
    #expect(files.tokenizers == [image, sound])
    #expect(throws: CorpusError.severalTokenizers(["example-grid", "example-frames"])) {
      try files.onlyTokenizer()
    }
    let sounds = try files.corpus(of: sound, flattening: CodeFlattening(codebookSizes: [8]))
    #expect(try records(of: sounds).map(\.tokens) == [[7]])
    #expect(throws: CodeFlatteningError.self) {
      try files.corpus(of: image, flattening: CodeFlattening(codebookSizes: [8]))
    }
  }

  @Test("folders without token files, and damaged ones, are refused")
  func damagedFiles() throws {
    #expect(throws: CorpusError.nothingToDo([folder.path])) { try TokenFiles([folder.path]) }
    let path = try folder.write(Array("no tokens".utf8), to: "x.tess")
    #expect(throws: TokenFileError.self) { try TokenFiles([path]) }
    #expect(throws: FileError.self) { try TokenFiles([folder.file("missing.tess")]) }
    var bytes = try ExportExamples.bytes(grids() + "/a.tess")
    bytes.removeLast(4)
    let cut = try folder.write(bytes, to: "cut.tess")
    #expect(throws: TokenFileError.self) { try TokenFiles([cut]) }
  }

  @Test("an item that cannot be flattened is named")
  func itemError() throws {
    let tokenizer = ExportExamples.tokenizer(.frames, [8, 8])
    let stack = try CodeStack(vocabulary: Vocabulary(sizes: [8, 8]), depths: [1], codes: [7])
    try ExportExamples.write(
      [("short.wav", .frames(CodeFrames(stack: stack)))], of: tokenizer,
      to: folder.file("s.tess"))
    let corpus = try TokenFiles([folder.file("s.tess")])
      .corpus(of: tokenizer, flattening: CodeFlattening(codebookSizes: [8, 8]))
    let error = #expect(throws: ItemError.self) { try corpus.sequences() }
    #expect(
      error?.description
        == "short.wav: position 0 holds 1 of 2 codebooks; use fewer codebooks or mark short "
        + "positions")
  }

  @Test("classes from a table of names")
  func classTable() throws {
    let path = try folder.write(Array(#"{"a": 3, "b": 0}"#.utf8), to: "classes.json")
    let classes = try ItemClasses(contentsOf: path)
    #expect(try classes.number(of: "a") == 3)
    #expect(throws: CorpusError.self) { try classes.number(of: "c") }
    for (index, text) in ["[1]", #"{"a": -1}"#, #"{"a": 1.5}"#, "{"].enumerated() {
      let path = try folder.write(Array(text.utf8), to: "bad\(index).json")
      #expect(throws: CorpusError.self) { try ItemClasses(contentsOf: path) }
    }
    #expect(throws: CorpusError.self) {
      try ItemClasses(foldersOf: ["x/y"]).number(of: "no-folder.png")
    }
  }

  @Test("records of few tokens, or none, are changed a bounded number at a time")
  func smallRecords() throws {
    let count = 600_000
    let offsets = (0...count).map { min($0, 1000) }
    let corpus = try TokenCorpus(
      TokenSequences(tokens: Array(repeating: 3, count: 1000), offsets: offsets),
      vocabularySize: 10)
    let mapped = try corpus.mapping(to: 20, step: "plus ten") { records, firstIndex in
      guard records.count < 300_000 else { return [] }
      return records.enumerated().map { index, record in
        record.replacingTokens(with: record.tokens + (index + firstIndex == count - 1 ? [19] : []))
      }
    }
    var seen = 0
    var last: TokenRecord?
    try mapped.forEach { record in
      seen += 1
      last = record
    }
    #expect(seen == count)
    #expect(last == TokenRecord(name: String(count - 1), tokens: [19]))
  }
}
