import Bytes
import Exports
import FoundationEssentials
import Jobs
import PairEncoding
import TestSupport
import Testing
import TokenStreams

@Suite("Exporting token files")
struct ExportJobTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Writes a token file of one sequence for each tokenizer: codes 0, 1, 2, … of a codebook of 8.
  private func write(_ name: String, _ tokenizers: [(id: String, weights: UInt8)]) throws -> String
  {
    let vocabulary = Vocabulary(sizes: [8])
    let descriptions = tokenizers.map { id, weights in
      TokenizerDescription(
        id: id, weights: SHA256Digest(of: [weights]), media: .image, layout: .sequence,
        vocabulary: vocabulary, policy: "all")
    }
    var writer = try TokenFileWriter(
      path: folder.file(name), header: TokenFileHeader(software: "test", tokenizers: descriptions))
    for (index, description) in descriptions.enumerated() {
      let stack = try CodeStack(
        vocabulary: vocabulary, depths: [1, 1, 1], codes: [0, 1, UInt32(index + 2)])
      try writer.append(
        TokenItem(
          name: "\(description.id).png", tokenizer: index,
          original: .image(width: 8, height: 8), codes: .sequence(CodeSequence(stack: stack))))
    }
    try writer.commit()
    return folder.file(name)
  }

  private func tokens(_ job: ExportJob) throws -> [[UInt32]] {
    let sequences = try job.corpus().sequences()
    return (0..<sequences.count).map { Array(sequences[$0]) }
  }

  @Test("modalities without a name are called after their tokenizers, no two the same")
  func names() throws {
    let path = try write(
      "a.tess", [("vq.16", 1), ("vq.16", 2), ("reserved", 3), ("", 4), ("image-2", 5)])
    let corpus = try ExportJob(inputs: [ExportInput([path])]).corpus()
    #expect(
      corpus.description.plan?.modalities.map(\.name)
        == ["vq-16", "vq-16-2", "image", "image-2", "image-2-2"])
    #expect(corpus.vocabularySize == 40 && corpus.count == 5)
    #expect(try corpus.sequences()[1].elementsEqual([8, 9, 11]))
  }

  @Test("the same tokenizer in several files is one modality, under two names two")
  func shared() throws {
    let paths = [try write("a.tess", [("vq", 1)]), try write("b.tess", [("vq", 1)])]
    #expect(try tokens(ExportJob(inputs: [ExportInput(paths)])) == [[0, 1, 2], [0, 1, 2]])
    let named = ExportJob(
      inputs: [
        ExportInput([paths[0]]), ExportInput([paths[1]], modality: "depth"),
      ])
    #expect(try tokens(named) == [[0, 1, 2], [8, 9, 10]])
    #expect(try named.corpus().description.plan?.modalities.map(\.name) == ["depth", "vq"])
  }

  /// Writes a vocabulary over 8 codes in which 0 and 1 are merged.
  private func writeVocabulary(
    codes: String? = nil, tokenizer: TokenizerDescription? = nil
  ) throws -> String {
    let table = try MergeTable(alphabetSize: 8, merges: [Merge(left: 0, right: 1, result: 8)])
    let record = TrainingRecord(
      tokenizer: tokenizer, codes: codes, rule: "", itemCount: 1, codeCount: 2, tokenCount: 1)
    let path = folder.file("pairs.json")
    try PairVocabularyFile.write(PairVocabulary(.sequences(table), training: record), to: path)
    return path
  }

  @Test("pairs of a modality's codes are merged before they get their place")
  func pairs() throws {
    let path = try write("a.tess", [("a", 1), ("b", 2)])
    let job = ExportJob(
      inputs: [ExportInput([path])], vocabulary: ExportVocabulary(ends: true),
      pairVocabularyByModality: ["a": try writeVocabulary()])
    #expect(try tokens(job) == [[8, 2, 17], [9, 10, 12, 18]])
    let summary = try job.run(to: folder.file("out.npz"), as: .numpyArchive)
    let meanings = summary.tokenMeanings
    #expect(meanings.map(\.range) == ["0-8", "9-16", "17", "18"])
    #expect(meanings.map(\.name) == ["a", "b", "a.end", "b.end"])
    #expect(
      meanings.map(\.origin)
        == ["a, 1 codebook, pairs merged by pairs.json", "b, 1 codebook", "", ""])
  }

  @Test("pairs of grids are merged in two dimensions, and those of other codes refused")
  func pairsOfGrids() throws {
    let vocabulary = Vocabulary(sizes: [4])
    let tokenizer = TokenizerDescription(
      id: "a", weights: SHA256Digest(of: [1]), media: .image, layout: .grid,
      vocabulary: vocabulary, policy: "all")
    var writer = try TokenFileWriter(
      path: folder.file("g.tess"),
      header: TokenFileHeader(software: "test", tokenizers: [tokenizer]))
    let stack = try CodeStack(
      vocabulary: vocabulary, depths: [1, 1, 1, 1, 1, 1], codes: [0, 1, 2, 3, 1, 0])
    try writer.append(
      TokenItem(
        name: "a.png", tokenizer: 0, original: .image(width: 3, height: 2),
        codes: .grid(try CodeGrid(height: 2, width: 3, stack: stack))))
    try writer.commit()
    let merge = GridMerge(first: 1, second: 1, offset: CellOffset(row: 1, column: 0))
    let pairs = PairVocabulary(
      .grids(try GridVocabulary(alphabetSize: 4, merges: [merge])),
      training: TrainingRecord(rule: "", itemCount: 1, codeCount: 6, tokenCount: 5))
    try PairVocabularyFile.write(pairs, to: folder.file("pairs.json"))
    let job = ExportJob(
      inputs: [ExportInput([folder.file("g.tess")])], pairVocabulary: folder.file("pairs.json"))
    #expect(try tokens(job) == [[0, 4, 2, 3, 0]])
    let sequence = ExportJob(
      inputs: [ExportInput([try write("s.tess", [("s", 1)])])],
      pairVocabulary: folder.file("pairs.json"))
    #expect(throws: PairJobError.self) { try sequence.corpus() }
  }

  @Test("pairs learned from other codes, or from another tokenizer's, are refused")
  func otherPairs() throws {
    let inputs = [ExportInput([try write("a.tess", [("a", 1)])])]
    let marked = ExportJob(
      inputs: inputs, flattening: ExportFlattening(marksShortPositions: true),
      pairVocabulary: try writeVocabulary())
    #expect(throws: PairJobError.self) { try marked.corpus() }
    for codes in ["each", "codebook:1", "interleaved:2"] {
      let job = ExportJob(inputs: inputs, pairVocabulary: try writeVocabulary(codes: codes))
      #expect(throws: PairJobError.self, "\(codes)") { try job.corpus() }
    }
    let other = TokenizerDescription(
      id: "a", weights: SHA256Digest(of: [2]), media: .image, layout: .sequence,
      vocabulary: Vocabulary(sizes: [8]), policy: "all")
    let foreign = ExportJob(
      inputs: inputs, pairVocabulary: try writeVocabulary(tokenizer: other))
    #expect(throws: PairVocabularyFileError.self) { try foreign.corpus() }
    let unknown = ExportJob(
      inputs: inputs, pairVocabularyByModality: ["b": try writeVocabulary()])
    #expect(throws: ExportJobError.noSuchModality("b", known: ["a"])) { try unknown.corpus() }
  }

  @Test("progress goes from nothing to everything")
  func progress() throws {
    let path = try write("a.tess", [("a", 1), ("b", 2)])
    var fractions: [Double] = []
    _ = try ExportJob(inputs: [ExportInput([path])]).run(
      to: folder.file("out.bin"), as: .nanoGPT
    ) { fractions.append($0) }
    #expect(fractions == [0.5, 1])
  }

  @Test("choices for a modality that is not there, and rows of what has none, are refused")
  func refusals() throws {
    let input = ExportInput([try write("a.tess", [("a", 1)])])
    let choices = ExportFlattening(codebooks: 1)
    #expect(throws: ExportJobError.noSuchModality("speech", known: ["a"])) {
      try ExportJob(inputs: [input], flatteningByModality: ["speech": choices]).corpus()
    }
    #expect(throws: CodeFlatteningError.noRows) {
      try ExportJob(inputs: [input], flattening: ExportFlattening(marksRows: true)).corpus()
    }
  }

  @Test("a file that is read is not replaced, whatever it is called")
  func replacement() throws {
    let path = try write("a.tess", [("a", 1)])
    let link = folder.file("link.npy")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    let before = try MappedFile(path: path).allBytes()
    #expect(throws: ExportJobError.replacesInput(path: link)) {
      try ExportJob(inputs: [ExportInput([path])]).run(to: link, as: .numpy)
    }
    #expect(try MappedFile(path: path).allBytes() == before)
  }
}
