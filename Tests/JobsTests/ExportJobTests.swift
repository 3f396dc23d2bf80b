import Bytes
import Exports
import FoundationEssentials
import Jobs
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

  @Test("a transform changes tokens before they get their place")
  func transform() throws {
    let path = try write("a.tess", [("a", 1), ("b", 2)])
    let job = ExportJob(
      inputs: [ExportInput([path])], vocabulary: ExportVocabulary(ends: true)
    ) { corpus, modality in
      guard modality == "a" else { return corpus }
      return try corpus.mapping(to: 100, step: "doubled") { records, _ in
        records.map { $0.replacingTokens(with: $0.tokens.map { $0 * 2 + 90 }) }
      }
    }
    #expect(try tokens(job) == [[90, 92, 94, 108], [100, 101, 103, 109]])
    let summary = try job.run(to: folder.file("out.npy"), as: .numpy)
    let meanings = summary.tokenMeanings
    #expect(meanings.map(\.range) == ["0-99", "100-107", "108", "109"])
    #expect(meanings.map(\.name) == ["a", "b", "a.end", "b.end"])
    #expect(meanings.map(\.origin) == ["a, 1 codebook, doubled", "b, 1 codebook", "", ""])
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
