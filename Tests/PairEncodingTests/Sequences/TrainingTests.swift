import PairEncoding
import Testing
import Threads
import TokenStreams

@Suite("Learning merges")
struct TrainingTests {
  private func train(
    _ corpus: [[UInt32]], alphabetSize: Int, weights: [Int]? = nil,
    _ options: PairTrainingOptions, from table: MergeTable? = nil
  ) throws -> MergeTable {
    try SequencePairTrainer(alphabetSize: alphabetSize, options: options)
      .train(on: TokenSequences(corpus), weights: weights, from: table)
  }

  @Test("agrees with the plain rule on thousands of corpora", arguments: 0..<8)
  func agreesWithNaive(seed: Int) throws {
    var random = RandomCorpora(seed: UInt64(seed))
    for _ in 0..<300 {
      let alphabetSize = 1 + random.number(below: 6)
      let corpus = random.corpus(alphabetSize: alphabetSize)
      guard !corpus.joined().isEmpty else { continue }
      let weights =
        random.number(below: 2) == 0 ? nil : corpus.map { _ in 1 + random.number(below: 3) }
      var naive = NaivePairEncoding.Options()
      naive.merges = random.number(below: 40)
      naive.minimumFrequency = random.number(below: 4)
      naive.maximumTokenLength = random.number(below: 3) == 0 ? 1 + random.number(below: 6) : .max
      naive.targetCompression = random.number(below: 3) == 0 ? 1.5 : .infinity
      let options = PairTrainingOptions(
        goal: .merges(naive.merges), minimumFrequency: naive.minimumFrequency,
        maximumTokenLength: naive.maximumTokenLength == .max ? nil : naive.maximumTokenLength,
        targetCompression: naive.targetCompression == .infinity ? nil : naive.targetCompression)
      let rules = NaivePairEncoding.train(
        corpus, weights: weights, alphabetSize: alphabetSize, options: naive)
      let table = try train(corpus, alphabetSize: alphabetSize, weights: weights, options)
      try #require(table.rules.elementsEqual(rules, by: ==), "\(corpus) \(weights ?? []) \(naive)")
      let encoder = SequencePairEncoder(table)
      let held = corpus + random.corpus(alphabetSize: alphabetSize, length: 120)
      let encoded = try encoder.encode(TokenSequences(held))
      try #require(encoded.arrays == held.map { NaivePairEncoding.encode($0, rules) })
      try #require(try table.decode(encoded) == TokenSequences(held))
    }
  }

  @Test("a large corpus gives the same merges on 1, 2 and 8 threads, and those of a pooled one")
  func threads() throws {
    var random = RandomCorpora(seed: 77)
    let phrases = (0..<200).map { _ in random.codes(2 + random.number(below: 6), below: 300) }
    let corpus = (0..<900).map { _ in
      (0..<40).flatMap { _ in phrases[min(random.number(below: 200), random.number(below: 200))] }
    }
    let options = PairTrainingOptions(goal: .merges(900))
    let tables = try [1, 2, 8].map { threads in
      try Parallel.$threadCount.withValue(threads) {
        try train(corpus, alphabetSize: 300, options)
      }
    }
    #expect(tables.allSatisfy { $0 == tables[0] })
    #expect(tables[0].merges.count == 900)
    let weights = corpus.indices.map { $0 % 3 + 1 }
    let repeated = corpus.indices.flatMap { Array(repeating: corpus[$0], count: weights[$0]) }
    #expect(
      try train(corpus.reversed(), alphabetSize: 300, weights: weights.reversed(), options)
        == train(repeated, alphabetSize: 300, options))
  }

  @Test("goes on after a censuses' pairs are used up")
  func manyCensuses() throws {
    // More merges than a census follows pairs, most of them equally frequent.
    var random = RandomCorpora(seed: 5)
    let codes = random.codes(40_000, below: 1 << 20)
    let corpus = [codes + codes]
    let table = try train(
      corpus, alphabetSize: 1 << 20, PairTrainingOptions(goal: .merges(.max), minimumFrequency: 2))
    let encoded = try SequencePairEncoder(table).encode(TokenSequences(corpus))
    #expect(encoded.tokens.count == 2)
    #expect(encoded.tokens[0] == encoded.tokens[1])
    #expect(Set(table.merges.map(\.result)).count == table.merges.count)
  }

  @Test("counts in 64 bits")
  func largeWeights() throws {
    let table = try train(
      [[0, 1, 2], [1, 2]], alphabetSize: 3, weights: [1 << 40, 1 << 41],
      PairTrainingOptions(goal: .merges(5), minimumFrequency: 1 << 40))
    #expect(table.rules.elementsEqual([(1, 2, 3), (0, 3, 4)], by: ==))
  }

  @Test("an alphabet of 2^24 costs what its used codes cost")
  func sparseAlphabet() throws {
    let last = UInt32(MergeTable.alphabetLimit - 1)
    let table = try train(
      [[last, 0, last, 0, 5]], alphabetSize: MergeTable.alphabetLimit,
      PairTrainingOptions(goal: .merges(10), minimumFrequency: 2))
    let merge = Merge(left: last, right: 0, result: last + 1)
    #expect(table.merges == [merge])
    let encoder = SequencePairEncoder(table)
    #expect(try encoder.tokens(of: [last, 0, 0, last]) == [last + 1, 0, last])
  }

  @Test(
    "sequences without pairs give no merges",
    arguments: [[[1]], [[], [0], [2], [2]], [[3], []]] as [[[Int]]])
  func noPairs(lengths: [[Int]]) throws {
    let corpus = lengths.map { $0.map(UInt32.init) }
    let table = try train(corpus, alphabetSize: 4, PairTrainingOptions(goal: .merges(5)))
    #expect(table == (try MergeTable(alphabetSize: 4)))
  }

  @Test("one symbol doubles", arguments: [2, 3, 7, 64, 1000])
  func oneSymbol(length: Int) throws {
    let corpus = [Array(repeating: UInt32(0), count: length)]
    let rules = NaivePairEncoding.train(corpus, alphabetSize: 1, options: .init())
    let table = try train(corpus, alphabetSize: 1, PairTrainingOptions(goal: .merges(.max)))
    #expect(table.rules.elementsEqual(rules, by: ==))
    #expect(try SequencePairEncoder(table).encode(TokenSequences(corpus)).tokens.count == 1)
  }

  @Test("learning says why it ended")
  func ends() throws {
    func end(_ corpus: [[UInt32]], _ options: PairTrainingOptions) throws -> [PairTrainingEnd?] {
      var ends: [PairTrainingEnd?] = []
      let trainer = try SequencePairTrainer(alphabetSize: 2, options: options)
      _ = try trainer.train(on: TokenSequences(corpus)) { ends.append($0.end) }
      return ends
    }
    let corpus: [[UInt32]] = [[0, 1, 0, 1], [0, 1]]
    #expect(try end(corpus, PairTrainingOptions(goal: .merges(1))) == [nil, .goalReached])
    #expect(try end(corpus, PairTrainingOptions(goal: .merges(9))) == [nil, nil, .noPairLeft])
    #expect(
      try end(corpus, PairTrainingOptions(goal: .merges(9), targetCompression: 2))
        == [nil, .compressionReached])
    #expect(try end([[0]], PairTrainingOptions(goal: .merges(9))) == [.noPairLeft])
  }

  @Test("learning ends, and keeps its merges, before tokens spell out too many codes")
  func fullVocabulary() throws {
    let zeros = TokenSequences([Array(repeating: UInt32(0), count: 1 << 24)])
    let trainer = try SequencePairTrainer(
      alphabetSize: 1, options: PairTrainingOptions(goal: .merges(.max)))
    var end: PairTrainingEnd?
    let table = try trainer.train(on: zeros) { end = $0.end }
    #expect(end == .vocabularyFull)
    #expect(table.merges.count == 22 && table.longestToken == 1 << 22)
    #expect(try SequencePairEncoder(table).encode(zeros).tokens.count == 4)
  }

  @Test("a vocabulary size counts base codes")
  func vocabularySize() throws {
    let corpus: [[UInt32]] = [[0, 1, 0, 1, 2, 0, 1, 2]]
    for size in 3...6 {
      let table = try train(
        corpus, alphabetSize: 3, PairTrainingOptions(goal: .vocabularySize(size)))
      #expect(table.tokenCount == size)
    }
  }

  @Test("progress counts tokens, and ends learning by throwing")
  func progress() throws {
    struct Enough: Error {}
    let sequences = TokenSequences([[0, 1, 0, 1, 2], [0, 1, 0, 1, 2]] as [[UInt32]])
    let trainer = try SequencePairTrainer(
      alphabetSize: 3, options: PairTrainingOptions(goal: .merges(3)))
    var tokenCounts: [Int] = []
    _ = try trainer.train(on: sequences) { progress in
      tokenCounts.append(progress.tokenCount)
      #expect(progress.codeCount == 10)
      #expect(progress.mergeCount == tokenCounts.count - 1)
      let encoded = try SequencePairEncoder(progress.table).encode(sequences)
      #expect(encoded.tokens.count == progress.tokenCount)
    }
    #expect(tokenCounts == [10, 6, 4, 2])
    #expect(throws: Enough.self) {
      try trainer.train(on: sequences) { if $0.mergeCount == 2 { throw Enough() } }
    }
  }

  @Test("a cancelled task ends learning")
  func cancellation() async throws {
    let trainer = try SequencePairTrainer(
      alphabetSize: 3, options: PairTrainingOptions(goal: .merges(3)))
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try trainer.train(on: TokenSequences([[0, 1, 0, 1]] as [[UInt32]]))
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
