import Layers
import PairEncoding
import TestSupport
import Testing
import TokenStreams

/// The corpora of Hugging Face `tokenizers`, every tensor.
@Suite("Merges and encodings of the reference")
struct TrainingGoldenTests {
  struct Corpus: CustomTestStringConvertible {
    let name: String
    let codes: Int
    let goal: PairTrainingOptions.Goal
    var minimumFrequency = 0

    var testDescription: String { name }
  }

  static let corpora = [
    Corpus(name: "uniform", codes: 12, goal: .vocabularySize(42)),
    Corpus(name: "skewed", codes: 64, goal: .vocabularySize(164)),
    Corpus(name: "repetitive", codes: 5, goal: .vocabularySize(45)),
    Corpus(name: "ties", codes: 16, goal: .vocabularySize(41)),
    Corpus(name: "minfreq", codes: 20, goal: .vocabularySize(220), minimumFrequency: 4),
  ]

  private func integers(_ name: String) throws -> [Int] {
    try ProjectFiles.goldenTensors("bpe/integer-bpe").integers(name)
  }

  private func sequences(_ name: String) throws -> TokenSequences {
    try TokenSequences(
      tokens: integers(name).map { UInt32($0) }, offsets: integers(name + "_offsets"))
  }

  @Test("are learned and encoded alike", arguments: corpora)
  func corpus(_ corpus: Corpus) throws {
    let train = try sequences(corpus.name + ".train")
    let trainer = try SequencePairTrainer(
      alphabetSize: corpus.codes,
      options: PairTrainingOptions(
        goal: corpus.goal, minimumFrequency: corpus.minimumFrequency))
    let table = try trainer.train(on: train)
    #expect(
      table.merges.flatMap { [Int($0.left), Int($0.right), Int($0.result)] }
        == (try integers(corpus.name + ".merges")))
    #expect(
      TokenSequences((0..<UInt32(table.tokenCount)).map { table.codes(of: $0) })
        == (try sequences(corpus.name + ".vocab")))
    let encoder = SequencePairEncoder(table)
    #expect(try encoder.encode(train) == sequences(corpus.name + ".train_encoded"))
    let test = try sequences(corpus.name + ".test")
    let encoded = try encoder.encode(test)
    #expect(try encoded == sequences(corpus.name + ".test_encoded"))
    #expect(try table.decode(encoded) == test)
  }
}
