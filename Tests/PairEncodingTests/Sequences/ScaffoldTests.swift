import PairEncoding
import Testing
import TokenStreams

@Suite("Scaffolds")
struct ScaffoldTests {
  /// Everything is counted anew in each step.
  private struct Naive {
    var rules: [NaivePairEncoding.Rule] = []
    var scaffolds: Set<UInt32> = []
    /// How often a token came back.
    var restored = 0

    init(_ corpus: [[UInt32]], alphabetSize: Int, vocabularySize: Int) {
      var corpus = corpus
      while alphabetSize + rules.count - scaffolds.count < vocabularySize,
        let next = Self.next(in: corpus)
      {
        let candidate = scaffolds.max {
          let (one, other) = (Self.count($0, in: corpus), Self.count($1, in: corpus))
          return one != other ? one < other : $0 > $1
        }
        if let candidate, Self.count(candidate, in: corpus) >= next.count {
          scaffolds.remove(candidate)
          restored += 1
          continue
        }
        let result = UInt32(alphabetSize + rules.count)
        rules.append((next.pair[0], next.pair[1], result))
        corpus = corpus.map { NaivePairEncoding.encode($0, rules) }
        let following = Self.next(in: corpus)?.count ?? 0
        for part in next.pair
        where part >= alphabetSize && Self.count(part, in: corpus) < following {
          scaffolds.insert(part)
        }
      }
    }

    private static func count(_ token: UInt32, in corpus: [[UInt32]]) -> Int {
      corpus.reduce(0) { $0 + $1.filter { $0 == token }.count }
    }

    private static func next(in corpus: [[UInt32]]) -> (pair: [UInt32], count: Int)? {
      var counts: [[UInt32]: Int] = [:]
      for tokens in corpus {
        for pair in zip(tokens, tokens.dropFirst()) { counts[[pair.0, pair.1], default: 0] += 1 }
      }
      return counts.min {
        $0.value != $1.value ? $0.value > $1.value : $0.key.lexicographicallyPrecedes($1.key)
      }.map { ($0.key, $0.value) }
    }
  }

  private static func parts(of token: UInt32, _ table: MergeTable) -> [UInt32] {
    guard table.scaffolds.contains(token) else { return [token] }
    let merge = table.firstMerges[Int(token) - table.alphabetSize]
    return parts(of: merge.left, table) + parts(of: merge.right, table)
  }

  @Test("are those of the plain rule, are never encoded, and lose nothing", arguments: 0..<4)
  func agreesWithNaive(seed: Int) throws {
    var random = RandomCorpora(seed: UInt64(seed))
    var (scaffoldCount, restoredCount) = (0, 0)
    for _ in 0..<60 {
      let alphabetSize = 2 + random.number(below: 5)
      let corpus = random.corpus(alphabetSize: alphabetSize, sequences: 10, length: 50)
      guard !corpus.joined().isEmpty else { continue }
      let size = alphabetSize + random.number(below: 20)
      let naive = Naive(corpus, alphabetSize: alphabetSize, vocabularySize: size)
      let trainer = try SequencePairTrainer(
        alphabetSize: alphabetSize,
        options: PairTrainingOptions(goal: .vocabularySize(size), removesScaffolds: true))
      let sequences = TokenSequences(corpus)
      let table = try trainer.train(on: sequences)
      try #require(table.rules.elementsEqual(naive.rules, by: ==), "\(corpus)")
      try #require(table.scaffolds == naive.scaffolds.sorted(), "\(corpus)")
      #expect(table.visibleTokenCount <= size)
      let encoded = try SequencePairEncoder(table).encode(sequences)
      let expected = corpus.map { codes in
        NaivePairEncoding.encode(codes, naive.rules).flatMap { Self.parts(of: $0, table) }
      }
      #expect(encoded.arrays == expected)
      #expect(Set(encoded.tokens).isDisjoint(with: table.scaffolds))
      #expect(try table.decode(encoded) == sequences)
      scaffoldCount += naive.scaffolds.count
      restoredCount += naive.restored
    }
    #expect(scaffoldCount > 20)
    #expect(restoredCount > 0)
  }

  @Test("never stand in what is encoded, whatever the mode")
  func modes() throws {
    let table = try MergeTable(alphabetSize: 2, rules: [(0, 1, 2), (2, 0, 3), (3, 2, 4)])
      .withScaffolds([2, 3])
    let encoder = SequencePairEncoder(table)
    let codes: [UInt32] = [0, 1, 0, 1, 0, 0, 1, 0, 1, 0]
    #expect(try encoder.tokens(of: codes) == [0, 1, 4, 0, 1, 0])
    #expect(try encoder.tokens(of: codes, mode: .longestMatch) == [0, 1, 4, 0, 1, 0])
    #expect(try encoder.tokens(of: codes, mode: .fewestTokens) == [0, 1, 4, 0, 1, 0])
    for seed in 0..<50 as Range<UInt64> {
      let tokens = try encoder.tokens(of: codes, mode: .dropout(probability: 0.3, seed: seed))
      #expect(Set(tokens).isDisjoint(with: [2, 3]))
      #expect(try table.decode(TokenSequences([tokens])).tokens == codes)
    }
  }

  @Test("leave out the tokens that only help to build others")
  func purpose() throws {
    // 0 1 2 is frequent, 0 1 alone hardly ever is.
    let corpus = Array(repeating: [0, 1, 2, 3] as [UInt32], count: 50) + [[0, 1], [4, 4, 4]]
    let trainer = try SequencePairTrainer(
      alphabetSize: 5,
      options: PairTrainingOptions(goal: .merges(4), removesScaffolds: true))
    let table = try trainer.train(on: TokenSequences(corpus))
    #expect(table.scaffolds == [5, 6])
    #expect((7..<9).map { Array(table.codes(of: $0)) } == [[0, 1, 2, 3], [4, 4]])
  }
}
