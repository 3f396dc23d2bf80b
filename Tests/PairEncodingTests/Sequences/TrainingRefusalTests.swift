import PairEncoding
import Testing
import TokenStreams

@Suite("What cannot be learned from")
struct TrainingRefusalTests {
  private func trainer(
    alphabetSize: Int = 4, _ options: PairTrainingOptions = PairTrainingOptions(goal: .merges(3))
  ) throws -> SequencePairTrainer {
    try SequencePairTrainer(alphabetSize: alphabetSize, options: options)
  }

  @Test("an empty corpus", arguments: [[], [[]], [[], []]] as [[[UInt32]]])
  func emptyCorpus(corpus: [[UInt32]]) throws {
    let trainer = try trainer()
    #expect(throws: PairEncodingError.emptyCorpus) {
      try trainer.train(on: TokenSequences(corpus))
    }
  }

  @Test("a code outside the alphabet, named by its place")
  func unknownCode() throws {
    let trainer = try trainer()
    let expected = PairEncodingError.unknownCode(
      sequence: 2, position: 1, code: 4, alphabetSize: 4)
    #expect(throws: expected) {
      try trainer.train(on: TokenSequences([[0, 1], [], [3, 4, .max], [9]] as [[UInt32]]))
    }
    #expect(
      expected.description
        == "sequence 2, position 1: code 4 is outside the alphabet 0..<4; "
        + "these codes are another tokenizer's")
  }

  @Test(
    "options that mean nothing",
    arguments: [
      PairTrainingOptions(goal: .merges(-1)), PairTrainingOptions(goal: .vocabularySize(3)),
      PairTrainingOptions(goal: .merges(1), minimumFrequency: -1),
      PairTrainingOptions(goal: .merges(1), maximumTokenLength: 0),
      PairTrainingOptions(goal: .merges(1), targetCompression: 0.9),
      PairTrainingOptions(goal: .merges(1), targetCompression: .nan),
      PairTrainingOptions(goal: .merges(1), targetCompression: .infinity),
    ])
  func impossibleOptions(options: PairTrainingOptions) throws {
    let error = try #require(throws: PairEncodingError.self) { try trainer(options) }
    guard case .impossibleOption = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test("weights that are not one for each sequence, below 1, or too much together")
  func weights() throws {
    let trainer = try trainer()
    let sequences = TokenSequences([[0, 1], [1, 2, 3]] as [[UInt32]])
    #expect(throws: PairEncodingError.wrongWeightCount(found: 1, sequences: 2)) {
      try trainer.train(on: sequences, weights: [1])
    }
    for weight in [0, -1, 1 << 61, .max, .min] {
      #expect(throws: PairEncodingError.impossibleWeight(sequence: 1, weight: weight)) {
        try trainer.train(on: sequences, weights: [1, weight])
      }
    }
    #expect(throws: PairEncodingError.impossibleWeight(sequence: 1, weight: 1 << 60)) {
      try trainer.train(on: sequences, weights: [1 << 60, 1 << 60])
    }
  }
}
