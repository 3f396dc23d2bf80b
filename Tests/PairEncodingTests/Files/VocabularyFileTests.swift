import Bytes
import PairEncoding
import TestSupport
import Testing
import TokenStreams

@Suite("Files of vocabularies")
struct VocabularyFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try MappedFile(path: folder.file(name)).allBytes(), as: UTF8.self)
  }

  @Test("give back merges of every kind and all that is known of their training")
  func roundTrip() throws {
    for (number, vocabulary) in try VocabularyExamples.all().enumerated() {
      let path = folder.file("\(number).json")
      try PairVocabularyFile.write(vocabulary, to: path)
      let read = try PairVocabularyFile.read(path)
      #expect(read == vocabulary)
      #expect(read.training == vocabulary.training)
      #expect(read.alphabetSize == 3)
      #expect(read.tokenCount == vocabulary.tokenCount)
    }
  }

  @Test("keep scaffolds, which are not compared by their tokens alone")
  func scaffolds() throws {
    let path = folder.file("v.json")
    try PairVocabularyFile.write(VocabularyExamples.sequences(), to: path)
    guard case .sequences(let table) = try PairVocabularyFile.read(path).merges else {
      Issue.record("these are sequences")
      return
    }
    #expect(table.scaffolds == [3, 4])
    #expect(table.merges.count == 5 && table.tokenCount == 7)
  }

  @Test("have the same bytes whenever they are written, and end with a line's end")
  func bytes() throws {
    for name in ["a.json", "b.json"] {
      try PairVocabularyFile.write(VocabularyExamples.sequences(), to: folder.file(name))
    }
    #expect(try text("a.json") == text("b.json"))
    #expect(try text("a.json").hasSuffix("}\n"))
    #expect(try !text("a.json").contains("\\/"))
  }

  @Test("are what the specification says, however they are spaced and sorted")
  func specification() throws {
    let sequences = try PairVocabularyFile.read(
      text: """
        {"version": 1, "format": "tessera-pair-vocabulary", "kind": "sequences",
         "merges": [[0, 1, 3], [1, 2, 4], [3, 2, 5], [0, 4, 5], [5, 5, 6]],
         "scaffolds": [4, 3], "alphabet_size": 3, "remark": "passed over",
         "training": {"rule": "neighbours", "items": 1, "code_count": 2, "token_count": 1}}
        """, in: folder)
    #expect(sequences.merges == (try VocabularyExamples.sequences().merges))
    #expect(sequences.training == VocabularyExamples.shortRecord)
    let grids = try PairVocabularyFile.read(
      text: """
        {"format": "tessera-pair-vocabulary", "version": 1, "kind": "grids", "alphabet_size": 3,
         "merges": [[0, 1, 1, 0], [3, 2, 1, -1], [1, 1, 0, 1]],
         "training": {"rule": "neighbours", "items": 1, "code_count": 2, "token_count": 1}}
        """, in: folder)
    #expect(grids == (try VocabularyExamples.grids()))
    let flattened = try PairVocabularyFile.read(
      text: """
        {"format": "tessera-pair-vocabulary", "version": 1, "kind": "flattened-grids",
         "alphabet_size": 3, "merges": [[0, 1], [1, 3], [2, 4]],
         "training": {"rule": "neighbours", "items": 1, "code_count": 2, "token_count": 1}}
        """, in: folder)
    #expect(flattened == (try VocabularyExamples.flattenedGrids()))
  }

  @Test("hold no merge, the largest alphabet, and as many merges as models use")
  func extremes() throws {
    let path = folder.file("v.json")
    let empty = PairVocabulary(
      .sequences(try MergeTable(alphabetSize: 1 << 24)), training: VocabularyExamples.shortRecord)
    try PairVocabularyFile.write(empty, to: path)
    #expect(try PairVocabularyFile.read(path) == empty)
    let alphabetSize = 1024
    let merges = (0..<1 << 16).map { rank in
      let result = UInt32(alphabetSize + rank)
      let (left, right) = (UInt32(rank % alphabetSize), UInt32(rank / alphabetSize))
      return Merge(left: left, right: right, result: result)
    }
    let large = PairVocabulary(
      .sequences(try MergeTable(alphabetSize: alphabetSize, merges: merges)),
      training: VocabularyExamples.shortRecord)
    try PairVocabularyFile.write(large, to: path)
    #expect(try PairVocabularyFile.read(path) == large)
  }

  @Test("appear whole or not at all")
  func places() throws {
    let vocabulary = try VocabularyExamples.grids()
    #expect(throws: FileError.self) {
      try PairVocabularyFile.write(vocabulary, to: folder.file("no/v.json"))
    }
    #expect(throws: FileError.self) { try PairVocabularyFile.read(folder.file("none.json")) }
    #expect(throws: FileError.self) { try PairVocabularyFile.read(folder.path) }
    #expect(try Folder.names(in: folder.path).isEmpty)
  }

  @Test("refuse the codes of other tokenizers, by id and by weights")
  func otherTokenizers() throws {
    let vocabulary = try VocabularyExamples.sequences()
    try vocabulary.check(VocabularyExamples.tokenizer("vq-16"), path: "v.json")
    try vocabulary.check(nil, path: "v.json")
    try VocabularyExamples.grids().check(VocabularyExamples.tokenizer("vq-17"), path: "v.json")
    for other in [
      VocabularyExamples.tokenizer("vq-17"), VocabularyExamples.tokenizer("vq-16", weights: 2),
    ] {
      let error = #expect(throws: PairVocabularyFileError.self) {
        try vocabulary.check(other, path: "v.json")
      }
      let line = error.map(\.description) ?? ""
      #expect(line.hasPrefix("v.json: was learned from codes of vq-16 ("))
      #expect(line.contains("these are codes of \(other.id) (\(other.weights)); train"))
    }
  }
}
