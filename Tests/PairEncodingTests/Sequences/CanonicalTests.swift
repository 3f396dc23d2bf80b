import PairEncoding
import Testing
import Threads
import TokenStreams

@Suite("Canonical tokens")
struct CanonicalTests {
  private func isCanonical(_ tokens: [UInt32], _ table: MergeTable) throws -> Bool {
    try SequencePairEncoder(table).isCanonical(tokens)
  }

  @Test("are those that encoding gives, of all that stand for the same codes")
  func onlyOne() throws {
    for seed in 0..<30 as Range<UInt64> {
      var random = RandomCorpora(seed: seed)
      let trainer = try SequencePairTrainer(
        alphabetSize: 3, options: PairTrainingOptions(goal: .merges(12)))
      let table = try trainer.train(
        on: TokenSequences([[0, 1, 2]] + random.corpus(alphabetSize: 3)))
      let expansions = (0..<UInt32(table.tokenCount)).map { Array(table.codes(of: $0)) }
      let codes = random.codes(10, below: 3)
      let ways = NaivePairEncoding.segmentations(of: codes[...], expansions)
      let encoded = NaivePairEncoding.encode(codes, table.rules)
      let found = try SequencePairEncoder(table).areCanonical(TokenSequences(ways))
      #expect(found == ways.map { $0 == encoded })
      #expect(found.filter { $0 }.count == 1)
    }
  }

  @Test("nothing, one code, a scaffold, a merged token in its parts")
  func examples() throws {
    let table = try MergeTable(alphabetSize: 2, rules: [(0, 1, 2), (2, 2, 3)])
    #expect(try isCanonical([], table))
    #expect(try isCanonical([1], table))
    #expect(try isCanonical([3, 2], table))
    #expect(try !isCanonical([2, 3], table))
    #expect(try !isCanonical([0, 1], table))
    let scaffolded = try table.withScaffolds([2])
    #expect(try isCanonical([0, 1], scaffolded))
    #expect(try !isCanonical([2], scaffolded))
    #expect(try isCanonical([3, 0, 1], scaffolded))
  }

  @Test("many sequences on 1 and 8 threads; an unknown token is named")
  func many() throws {
    let table = try MergeTable(alphabetSize: 2, rules: [(0, 1, 2)])
    let sequences = TokenSequences(
      (0..<30_000).map { $0 % 7 == 3 ? [0, 1, 2] : [2, 0, 0] as [UInt32] })
    let expected = (0..<30_000).map { $0 % 7 != 3 }
    for threads in [1, 8] {
      let found = try Parallel.$threadCount.withValue(threads) {
        try SequencePairEncoder(table).areCanonical(sequences)
      }
      #expect(found == expected)
    }
    #expect(
      throws: PairEncodingError.unknownTokenToDecode(
        sequence: 0, position: 1, token: 3, tokenCount: 3)
    ) {
      try isCanonical([0, 3], table)
    }
  }
}
