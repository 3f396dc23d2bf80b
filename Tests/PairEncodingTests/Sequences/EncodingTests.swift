import PairEncoding
import Testing
import Threads
import TokenStreams

@Suite("Encoding and decoding")
struct EncodingTests {
  /// A table over four codes with tokens that overlap in many ways.
  private func table(seed: UInt64) throws -> MergeTable {
    var random = RandomCorpora(seed: seed)
    let trainer = try SequencePairTrainer(
      alphabetSize: 4, options: PairTrainingOptions(goal: .merges(20)))
    return try trainer.train(
      on: TokenSequences((0..<5).flatMap { _ in random.corpus(alphabetSize: 4) } + [[0, 1]]))
  }

  private static let modes: [EncodingMode] = [
    .mergeOrder, .longestMatch, .fewestTokens, .dropout(probability: 0.3, seed: 1),
  ]

  @Test("comes back exactly, in every mode, from every kind of sequence", arguments: modes)
  func roundTrip(mode: EncodingMode) throws {
    for seed in 0..<60 as Range<UInt64> {
      let table = try table(seed: seed)
      var random = RandomCorpora(seed: seed + 1000)
      var corpus = (0..<4).flatMap { _ in random.corpus(alphabetSize: 4, length: 200) }
      corpus += [[], [3], Array(repeating: 2, count: 333), []]
      let sequences = TokenSequences(corpus)
      let encoded = try SequencePairEncoder(table).encode(sequences, mode: mode)
      #expect(try table.decode(encoded) == sequences)
      #expect(zip(encoded.arrays, corpus).allSatisfy { $0.count <= $1.count })
      #expect(encoded.tokens.allSatisfy { $0 < table.tokenCount })
    }
  }

  // Ranks are kept in another way for each of the sizes.
  @Test(
    "merge order is that of the plain rule for any merges, also such as no training makes",
    arguments: [(3, 300), (1025, 100), (1 << 20, 20)])
  func arbitraryTables(alphabetSize: Int, count: UInt64) throws {
    for seed in 0..<count {
      var random = RandomCorpora(seed: seed)
      var builder = try MergeTable(alphabetSize: alphabetSize)
      for _ in 0..<random.number(below: 25) {
        let tokens = [0, 1, 2] + (UInt32(alphabetSize)..<UInt32(builder.tokenCount))
        let pair = random.codes(2, below: tokens.count).map { tokens[Int($0)] }
        let codes = builder.codes(of: pair[0]) + builder.codes(of: pair[1])
        let known = tokens.first { builder.codes(of: $0) == codes }
        let merge = Merge(
          left: pair[0], right: pair[1], result: known ?? UInt32(builder.tokenCount))
        guard codes.count < 50 else { continue }
        builder = try MergeTable(alphabetSize: alphabetSize, merges: builder.merges + [merge])
      }
      let corpus = random.corpus(alphabetSize: 3, length: 150)
      let encoded = try SequencePairEncoder(builder).encode(TokenSequences(corpus))
      let expected = corpus.map { NaivePairEncoding.encode($0, builder.rules) }
      try #require(encoded.arrays == expected, "\(builder.rules)")
    }
  }

  @Test("the longest match is the longest at every place")
  func longestMatch() throws {
    for seed in 0..<60 as Range<UInt64> {
      let table = try table(seed: seed)
      let scaffold = UInt32(4 + seed % UInt64(max(table.tokenCount - 4, 1)))
      let visible = try seed % 2 == 0 ? table : table.withScaffolds([scaffold])
      let tokens = (0..<UInt32(visible.tokenCount)).filter { !visible.scaffolds.contains($0) }
      var random = RandomCorpora(seed: seed + 500)
      for codes in random.corpus(alphabetSize: 4, length: 80) {
        var expected: [UInt32] = []
        var rest = codes[...]
        while !rest.isEmpty {
          let fitting = tokens.filter { rest.starts(with: visible.codes(of: $0)) }
          let longest = try #require(
            fitting.max { visible.length(of: $0) < visible.length(of: $1) })
          expected.append(longest)
          rest = rest.dropFirst(visible.length(of: longest))
        }
        #expect(
          try SequencePairEncoder(visible).tokens(of: codes, mode: .longestMatch) == expected)
      }
    }
  }

  @Test("fewest tokens are fewest, and the first the longest of them")
  func fewestTokens() throws {
    for seed in 0..<100 as Range<UInt64> {
      let table = try table(seed: seed)
      let expansions = (0..<UInt32(table.tokenCount)).map { Array(table.codes(of: $0)) }
      var random = RandomCorpora(seed: seed + 500)
      for codes in random.corpus(alphabetSize: 4, length: 12) {
        let ways = NaivePairEncoding.segmentations(of: codes[...], expansions)
        let expected = ways.min { one, other in
          one.count != other.count
            ? one.count < other.count
            : one.map { -table.length(of: $0) }.lexicographicallyPrecedes(
              other.map { -table.length(of: $0) })
        }
        #expect(
          try SequencePairEncoder(table).tokens(of: codes, mode: .fewestTokens) == expected)
      }
    }
  }

  @Test("nothing depends on threads or on what else is encoded", arguments: modes)
  func threads(mode: EncodingMode) throws {
    var random = RandomCorpora(seed: 9)
    let table = try table(seed: 9)
    let corpus = (0..<3000).flatMap { _ in random.corpus(alphabetSize: 4, sequences: 2) }
    let sequences = TokenSequences(corpus)
    let encoder = SequencePairEncoder(table)
    let whole = try [1, 2, 8].map { threads in
      try Parallel.$threadCount.withValue(threads) { try encoder.encode(sequences, mode: mode) }
    }
    #expect(whole.allSatisfy { $0 == whole[0] })
    let cut = 1 + random.number(below: corpus.count - 1)
    let parts = try [
      encoder.encode(TokenSequences(corpus[..<cut]), mode: mode),
      encoder.encode(TokenSequences(corpus[cut...]), mode: mode, firstIndex: cut),
    ]
    #expect(parts.flatMap(\.arrays) == whole[0].arrays)
  }

  @Test("a long sequence is encoded like its parts where no token reaches across")
  func longSequence() throws {
    let table = try table(seed: 3)
    var random = RandomCorpora(seed: 3)
    let joints = Set(
      table.merges.map { [table.codes(of: $0.left).last, table.codes(of: $0.right).first] })
    let codes = random.codes(200_000, below: 4)
    let encoded = try SequencePairEncoder(table).tokens(of: codes)
    var pieces: [[UInt32]] = [[]]
    for (index, code) in codes.enumerated() {
      if index > 0, !joints.contains([codes[index - 1], code]) { pieces.append([]) }
      pieces[pieces.count - 1].append(code)
    }
    #expect(encoded == pieces.flatMap { NaivePairEncoding.encode($0, table.rules) })
  }

  @Test("a run of a million codes in one piece")
  func millionCodes() throws {
    let rules = (0..<12).map { (UInt32($0), UInt32($0), UInt32($0 + 1)) }
    let table = try MergeTable(alphabetSize: 1, rules: rules)
    let encoded = try SequencePairEncoder(table).tokens(
      of: Array(repeating: 0, count: 1_000_003))
    let expected = Array(repeating: UInt32(12), count: 244) + [9, 6, 1, 0]
    #expect(encoded == expected)
  }

  @Test("a code outside the alphabet is named by its place, in every mode", arguments: modes)
  func unknownCode(mode: EncodingMode) throws {
    let encoder = SequencePairEncoder(try table(seed: 1))
    let sequences = TokenSequences([[0, 1], [], [3, 2, 4], [7]] as [[UInt32]])
    #expect(
      throws: PairEncodingError.unknownCode(sequence: 2, position: 2, code: 4, alphabetSize: 4)
    ) {
      try encoder.encode(sequences, mode: mode)
    }
  }

  @Test("a token outside the table is named by its place, and too many codes are refused")
  func undecodable() throws {
    let table = try MergeTable(alphabetSize: 2, rules: [(0, 1, 2), (2, 2, 3)])
    let unknown = PairEncodingError.unknownTokenToDecode(
      sequence: 1, position: 1, token: 4, tokenCount: 4)
    #expect(throws: unknown) {
      try table.decode(TokenSequences([[3], [0, 4, .max]] as [[UInt32]]))
    }
    let sequences = TokenSequences([[3], [], [2, 3]] as [[UInt32]])
    #expect(throws: PairEncodingError.decodedTooLong(sequence: 2, limit: 9)) {
      try table.decode(sequences, codeLimit: 9)
    }
    #expect(try table.decode(sequences, codeLimit: 10).tokens.count == 10)
  }
}
