import Bytes
import Exports
import Jobs
import PairEncoding
import TestSupport
import Testing
import Threads
import TokenStreams

@Suite("Learning a vocabulary from files")
struct PairTrainingJobTests {
  let folder: PairFolder
  /// Twelve sequences of twelve codes below 9.
  let sequences = PairFolder.sequences(Array(repeating: 12, count: 12), below: 9)

  init() throws {
    folder = try PairFolder()
  }

  private func learn(
    _ inputs: [String], _ rule: PairTrainingJob.Rule = .sequences(merges: 20),
    codes: TokenInput.CodeSelection = .interleaved(), alphabetSize: Int? = nil
  ) throws -> PairVocabulary {
    var job = PairTrainingJob(inputs: inputs, rule: rule, codes: codes)
    job.alphabetSize = alphabetSize
    let report = try job.run(to: folder.file("v.json"))
    #expect(try PairVocabularyFile.read(folder.file("v.json")) == report.vocabulary)
    return report.vocabulary
  }

  private func table(
    _ sequences: [[UInt32]], alphabetSize: Int = 9
  ) throws -> PairVocabulary.Merges {
    let trainer = try SequencePairTrainer(
      alphabetSize: alphabetSize, options: PairTrainingOptions(goal: .merges(20)))
    return .sequences(try trainer.train(on: TokenSequences(sequences)))
  }

  @Test("sequences are the same from lines, archives and arrays of two dimensions")
  func sequenceFiles() throws {
    let lines = try folder.writeLines(sequences)
    let array = try folder.writeArray(shape: [12, 12], Array(sequences.joined()))
    let archive = folder.file("codes.npz")
    try TokenInput([lines]).corpus().export(to: archive, as: .numpyArchive)
    for path in [lines, array, archive] {
      let vocabulary = try learn([path])
      #expect(try vocabulary.merges == table(sequences))
      let record = vocabulary.training
      #expect(record.itemCount == 12 && record.codeCount == 144 && record.tokenCount < 100)
      #expect(record.tokenizer == nil && record.codes == nil && record.sample == nil)
      #expect(record.software == Software.name)
      #expect(record.rule == "neighbours in sequences, most frequent first")
    }
    #expect(try learn([lines, array]).training.itemCount == 24)
  }

  @Test("an array of one dimension is one sequence, of three a sequence a grid")
  func dimensions() throws {
    let codes = Array(sequences.joined())
    let one = try learn([folder.writeArray(shape: [144], codes)])
    #expect(try one.merges == table([codes]))
    let three = try learn([folder.writeArray(shape: [6, 4, 6], codes)])
    let rows = (0..<6).map { Array(codes[$0 * 24..<($0 + 1) * 24]) }
    #expect(try three.merges == table(rows))
  }

  @Test("grids are learned from arrays of three dimensions, with rows kept")
  func grids() throws {
    let codes = Array(sequences.joined())
    let path = try folder.writeArray(shape: [6, 4, 6], codes)
    let grids = try (0..<6).map { index in
      try TokenGrid(
        height: 4, width: 6, tokens: Array(codes[index * 24..<(index + 1) * 24]))
    }
    let options = GridPairTrainingOptions(mergeCount: 15)
    let expected = try GridPairTrainer(alphabetSize: 9, options: options).train(on: grids)
    let vocabulary = try learn([path], .grids(options))
    #expect(vocabulary.merges == .grids(expected.vocabulary))
    #expect(vocabulary.training.tokenCount == expected.encoded.tokens.count)
    let flattened = try learn([path], .flattenedGrids(mergeCount: 5))
    #expect(
      flattened.merges
        == .flattenedGrids(
          try FlattenedVisualMerges.train(on: grids, alphabetSize: 9, mergeCount: 5)))
  }

  @Test("a folder of token files is learned from with the tokenizer's vocabulary and name")
  func tokenFiles() throws {
    try Folder.make(folder.file("all"))
    let paths = try [("a.tess", 5), ("b.tess", 17)].map { name, length in
      try folder.writeTokens(
        .frames, extents: [[length], [0], [1]], sizes: [9, 7], to: "all/" + name)
    }
    let vocabulary = try learn([folder.file("all")])
    let all = try paths.flatMap { try PairFolder.sequences($0) }
    #expect(try vocabulary.merges == table(all, alphabetSize: 16))
    #expect(vocabulary.training.tokenizer == PairFolder.tokenizer("frames", .frames, [9, 7]))
    #expect(vocabulary.training.codes == "interleaved")
    #expect(vocabulary.training.itemCount == 6 && vocabulary.training.codeCount == 48)
    for (selection, text, size) in [
      (TokenInput.CodeSelection.codebook(1), "codebook:1", 7), (.eachCodebook(), "each", 16),
      (.interleaved(codebooks: 1), "interleaved:1", 9),
      (.eachCodebook(codebooks: 1), "each:1", 9),
    ] {
      let selected = try learn([folder.file("all")], codes: selection)
      #expect(selected.training.codes == text)
      let codes = try paths.flatMap { try PairFolder.sequences($0, selection) }
      #expect(try selected.merges == table(codes, alphabetSize: size))
    }
  }

  @Test("the alphabet is what is asked for, else what the largest code needs")
  func alphabets() throws {
    let path = try folder.writeLines([[0, 1, 0, 1], [5]])
    #expect(try learn([path]).alphabetSize == 6)
    #expect(try learn([path], alphabetSize: 100).alphabetSize == 100)
    #expect(throws: TokenInputError.self) { try learn([path], alphabetSize: 5) }
  }

  @Test("one symbol, and sequences that have no pair")
  func smallest() throws {
    let run = try learn([folder.writeLines([[0, 0, 0, 0, 0, 0, 0]])])
    #expect(try run.merges == table([[0, 0, 0, 0, 0, 0, 0]], alphabetSize: 1))
    #expect(run.training.tokenCount == 1)
    let single = try learn([folder.writeLines([[3], [], [2]])])
    #expect(single.tokenCount == 4 && single.training.tokenCount == 2)
    let grid = try learn([folder.writeArray(shape: [2, 1, 1], [3, 3])], .grids(merges: 5))
    #expect(grid.tokenCount == 4 && grid.training.tokenCount == 2)
  }

  @Test("the file has the same bytes for every number of threads")
  func threads() throws {
    let lengths = (0..<400).map { $0 % 40 }
    let lines = try folder.writeLines(PairFolder.sequences(lengths, below: 9))
    let array = try folder.writeArray(
      shape: [30, 9, 11], PairFolder.codes(2970, below: 9, seed: 3))
    for (path, rule) in [
      (lines, PairTrainingJob.Rule.sequences(merges: 60)), (array, .grids(merges: 60)),
    ] {
      let files = try [1, 2, 5].map { threads in
        try Parallel.$threadCount.withValue(threads) {
          _ = try learn([path], rule)
          return try folder.bytes("v.json")
        }
      }
      #expect(Set(files).count == 1)
    }
  }

  @Test("progress goes from nothing to everything")
  func progress() throws {
    let path = try folder.writeLines(sequences)
    for rule in [PairTrainingJob.Rule.sequences(merges: 10), .grids(merges: 10)] {
      let path =
        rule == .sequences(merges: 10)
        ? path : try folder.writeArray(shape: [1, 12, 12], Array(sequences.joined()))
      var fractions: [Double] = []
      _ = try PairTrainingJob(inputs: [path], rule: rule).run(to: folder.file("v.json")) {
        fractions.append($0)
      }
      #expect(fractions.first == 0 && fractions.last == 1)
      #expect(fractions == fractions.sorted() && fractions.count > 5)
    }
  }
}
