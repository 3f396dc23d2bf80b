import PairEncoding
import Testing
import TokenStreams

@Suite("Learning that goes on from earlier merges")
struct ResumedTrainingTests {
  @Test(
    "ends as if it had never stopped, from every point", arguments: 0..<40, [false, true])
  func everyPoint(seed: Int, removesScaffolds: Bool) throws {
    var random = RandomCorpora(seed: UInt64(seed))
    let corpus = TokenSequences(random.corpus(alphabetSize: 5, sequences: 12, length: 60))
    guard !corpus.tokens.isEmpty else { return }
    let options = PairTrainingOptions(
      goal: .vocabularySize(25), minimumFrequency: 2, removesScaffolds: removesScaffolds)
    let trainer = try SequencePairTrainer(alphabetSize: 5, options: options)
    var checkpoints: [MergeTable] = []
    let table = try trainer.train(on: corpus) { checkpoints.append($0.table) }
    #expect(checkpoints.last == table)
    for checkpoint in checkpoints {
      #expect(try trainer.train(on: corpus, from: checkpoint) == table)
    }
  }

  // In these merges no corpus makes token 5 of 4 and 2: 1 and 2 merge first. Learned merges then
  // find 0 and 3, which are the same codes.
  @Test("a pair whose codes are a token already becomes that token")
  func knownCodes() throws {
    let given: [NaivePairEncoding.Rule] = [(1, 2, 3), (0, 1, 4), (4, 2, 5)]
    let table = try MergeTable(alphabetSize: 3, rules: given)
    let corpus = TokenSequences([[0, 1, 2, 0, 1, 2, 0, 1, 2, 2, 0, 1, 2]] as [[UInt32]])
    let trainer = try SequencePairTrainer(
      alphabetSize: 3, options: PairTrainingOptions(goal: .merges(6)))
    let learned = try trainer.train(on: corpus, from: table)
    let expected: [NaivePairEncoding.Rule] =
      given + [(0, 3, 5), (5, 5, 6), (2, 5, 7)]
    #expect(learned.rules.elementsEqual(expected, by: ==))
    let encoded = try SequencePairEncoder(learned).encode(corpus)
    #expect(encoded.arrays == [NaivePairEncoding.encode(corpus.tokens, expected)])
    #expect(try learned.decode(encoded) == corpus)
  }

  @Test("merges over another alphabet are refused")
  func otherAlphabet() throws {
    let trainer = try SequencePairTrainer(
      alphabetSize: 3, options: PairTrainingOptions(goal: .merges(6)))
    #expect(throws: PairEncodingError.otherAlphabet(found: 4, needed: 3)) {
      try trainer.train(
        on: TokenSequences([[1, 2]] as [[UInt32]]), from: MergeTable(alphabetSize: 4))
    }
  }
}
