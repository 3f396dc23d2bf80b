import PairEncoding
import Testing
import TokenStreams

@Suite("Encoding by chance")
struct DropoutTests {
  private func example() throws -> (table: MergeTable, sequences: TokenSequences) {
    var random = RandomCorpora(seed: 4)
    let sequences = TokenSequences(
      (0..<200).flatMap { _ in random.corpus(alphabetSize: 5, length: 60) })
    let trainer = try SequencePairTrainer(
      alphabetSize: 5, options: PairTrainingOptions(goal: .merges(60)))
    return (try trainer.train(on: sequences), sequences)
  }

  @Test("probability 0 is merge order, probability 1 the codes", arguments: [0, 1, 99] as [UInt64])
  func extremes(seed: UInt64) throws {
    let (table, sequences) = try example()
    let encoder = SequencePairEncoder(table)
    #expect(
      try encoder.encode(sequences, mode: .dropout(probability: 0, seed: seed))
        == encoder.encode(sequences))
    #expect(
      try encoder.encode(sequences, mode: .dropout(probability: 1, seed: seed)) == sequences)
  }

  @Test("more dropout, more tokens; another seed, other tokens; the same seed, the same")
  func probabilities() throws {
    let (table, sequences) = try example()
    let encoder = SequencePairEncoder(table)
    let counts = try [0, 0.1, 0.5, 0.9, 1].map { probability in
      try encoder.encode(sequences, mode: .dropout(probability: probability, seed: 3)).tokens.count
    }
    #expect(zip(counts, counts.dropFirst()).allSatisfy(<))
    let encoded = try [3, 3, 4].map { seed in
      try encoder.encode(sequences, mode: .dropout(probability: 0.2, seed: seed))
    }
    #expect(encoded[0] == encoded[1])
    #expect(encoded[0] != encoded[2])
  }

  /// With one pair that merges, it is either set aside, which ends the sequence, or it merges.
  @Test("a pair is set aside as often as said")
  func frequency() throws {
    let table = try MergeTable(alphabetSize: 2, rules: [(0, 1, 2)])
    let sequences = TokenSequences(Array(repeating: [0, 1] as [UInt32], count: 20_000))
    let encoded = try SequencePairEncoder(table).encode(
      sequences, mode: .dropout(probability: 0.3, seed: 5))
    let kept = Double(encoded.tokens.count - 20_000) / 20_000
    #expect(abs(kept - 0.3) < 0.015)
  }

  /// Of `0 0`-pairs in `0 0 0`, the left one merges unless it alone is set aside: (1 - p) to
  /// p (1 - p); both are set aside with probability p squared.
  @Test("what is set aside may merge in a later step, after others have")
  func order() throws {
    let table = try MergeTable(alphabetSize: 1, rules: [(0, 0, 1)])
    let sequences = TokenSequences(Array(repeating: [0, 0, 0] as [UInt32], count: 40_000))
    let encoded = try SequencePairEncoder(table).encode(
      sequences, mode: .dropout(probability: 0.4, seed: 6)
    ).arrays
    func share(_ tokens: [UInt32]) -> Double {
      Double(encoded.filter { $0 == tokens }.count) / 40_000
    }
    #expect(abs(share([1, 0]) - 0.6) < 0.01)
    #expect(abs(share([0, 1]) - 0.24) < 0.01)
    #expect(abs(share([0, 0, 0]) - 0.16) < 0.01)
  }

  @Test("a probability outside 0...1 is refused", arguments: [-0.1, 1.1, .nan, .infinity])
  func impossible(probability: Double) throws {
    let (table, sequences) = try example()
    #expect(throws: PairEncodingError.self) {
      try SequencePairEncoder(table).encode(
        sequences, mode: .dropout(probability: probability, seed: 1))
    }
  }
}
