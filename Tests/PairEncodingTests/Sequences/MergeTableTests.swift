import PairEncoding
import Testing

@Suite("Tables of merges")
struct MergeTableTests {
  @Test("spell tokens out and number them")
  func expansions() throws {
    let table = try MergeTable(alphabetSize: 3, rules: [(0, 1, 3), (3, 3, 4), (4, 2, 5)])
    #expect(table.tokenCount == 6)
    #expect(table.visibleTokenCount == 6)
    #expect(table.longestToken == 5)
    #expect(
      (0..<6).map { Array(table.codes(of: $0)) } == [
        [0], [1], [2], [0, 1], [0, 1, 0, 1], [0, 1, 0, 1, 2],
      ])
    #expect((0..<6).map { table.length(of: $0) } == [1, 1, 1, 2, 4, 5])
    #expect(table.firstMerges == table.merges)
  }

  @Test("codes that are a token already keep its number")
  func repeatedCodes() throws {
    let table = try MergeTable(
      alphabetSize: 3, rules: [(0, 1, 3), (1, 2, 4), (3, 2, 5), (0, 4, 5), (5, 5, 6)])
    #expect(table.tokenCount == 7)
    #expect(table.firstMerges.map(\.result) == [3, 4, 5, 6])
    #expect(table.firstMerges[2] == Merge(left: 3, right: 2, result: 5))
    let expected = PairEncodingError.misnumberedResult(merge: 3, result: 6, expected: 5)
    #expect(throws: expected) {
      try MergeTable(alphabetSize: 3, rules: [(0, 1, 3), (1, 2, 4), (3, 2, 5), (0, 4, 6)])
    }
  }

  @Test("are equal by alphabet, merges and scaffolds, whatever their limit")
  func equality() throws {
    let rules: [NaivePairEncoding.Rule] = [(0, 1, 3), (3, 3, 4)]
    let table = try MergeTable(alphabetSize: 3, rules: rules)
    let limited = try MergeTable(alphabetSize: 3, merges: table.merges, expansionLimit: 6)
    #expect(table == limited)
    #expect(table.hashValue == limited.hashValue)
    #expect(try table != table.withScaffolds([3]))
    #expect(try table.withScaffolds([4, 3]).scaffolds == [3, 4])
    #expect(try table.withScaffolds([3, 3]).visibleTokenCount == 4)
    #expect(try table != MergeTable(alphabetSize: 3, merges: [table.merges[0]]))
  }

  @Test("an alphabet has 1 to 2^24 codes", arguments: [-1, 0, MergeTable.alphabetLimit + 1, .max])
  func impossibleAlphabets(size: Int) {
    let expected = PairEncodingError.impossibleAlphabet(size: size, limit: 1 << 24)
    #expect(throws: expected) { try MergeTable(alphabetSize: size) }
    #expect(throws: expected) {
      try SequencePairTrainer(
        alphabetSize: size, options: PairTrainingOptions(goal: .merges(1)))
    }
  }

  @Test(
    "a merge joins tokens that exist before it",
    arguments: [
      ([(0, 3, 3)], 0, 3, 3),  // itself
      ([(0, 1, 3), (4, 0, 4)], 1, 4, 4),  // itself, on the left
      ([(0, 1, 3), (0, 5, 4), (1, 1, 5)], 1, 5, 4),  // a later one
      ([(.max, 0, 3)], 0, .max, 3),  // none at all
    ] as [([NaivePairEncoding.Rule], Int, UInt32, Int)])
  func unknownTokens(
    rules: [NaivePairEncoding.Rule], merge: Int, token: UInt32, known: Int
  ) {
    #expect(throws: PairEncodingError.unknownToken(merge: merge, token: token, known: known)) {
      try MergeTable(alphabetSize: 3, rules: rules)
    }
  }

  @Test("a result is the next token", arguments: [0, 2, 4, UInt32.max])
  func misnumberedResults(result: UInt32) {
    let expected = PairEncodingError.misnumberedResult(merge: 0, result: result, expected: 3)
    #expect(throws: expected) { try MergeTable(alphabetSize: 3, rules: [(0, 1, result)]) }
  }

  @Test("expansions that double without end are refused before they are made")
  func doubling() throws {
    let rules: [NaivePairEncoding.Rule] = (0..<70).map { rank in
      (UInt32(rank), UInt32(rank), UInt32(rank + 1))
    }
    #expect(throws: PairEncodingError.expansionsTooLong(merge: 22, limit: 1 << 23)) {
      try MergeTable(alphabetSize: 1, rules: rules)
    }
    let merges = rules.prefix(4).map { Merge(left: $0.left, right: $0.right, result: $0.result) }
    #expect(throws: PairEncodingError.expansionsTooLong(merge: 3, limit: 29)) {
      try MergeTable(alphabetSize: 1, merges: merges, expansionLimit: 29)
    }
    #expect(try MergeTable(alphabetSize: 1, merges: merges, expansionLimit: 30).longestToken == 16)
  }

  @Test("merges that repeat each other are quick to check, and comparing codes has an end")
  func repeats() throws {
    let doubling = (0..<20).map { Merge(left: $0, right: $0, result: $0 + 1) }
    let repeated = Array(repeating: Merge(left: 19, right: 19, result: 20), count: 100_000)
    let table = try MergeTable(alphabetSize: 1, merges: doubling + repeated)
    #expect(table.merges.count == 100_020 && table.tokenCount == 21)
    // Every run of up to 64 codes, and then each of them again in all of its parts.
    let runs = (0..<63).map { Merge(left: $0, right: 0, result: $0 + 1) }
    let parts = (0..<32 as Range<UInt32>).flatMap { left in
      (0..<31 as Range<UInt32>).map { Merge(left: left, right: $0, result: left + $0 + 1) }
    }
    #expect(try MergeTable(alphabetSize: 1, merges: runs + parts).tokenCount == 64)
    let limit = 64 * 65 / 2
    #expect(try MergeTable(alphabetSize: 1, merges: runs, expansionLimit: limit).tokenCount == 64)
    #expect(throws: PairEncodingError.self) {
      try MergeTable(alphabetSize: 1, merges: runs + parts, expansionLimit: limit)
    }
  }

  @Test("only merged tokens can be scaffolds", arguments: [0, 2, 4, UInt32.max])
  func impossibleScaffolds(token: UInt32) throws {
    let table = try MergeTable(alphabetSize: 3, rules: [(0, 1, 3)])
    let expected = PairEncodingError.impossibleScaffold(
      token: token, alphabetSize: 3, tokenCount: 4)
    #expect(throws: expected) { try table.withScaffolds([3, token]) }
    #expect(throws: expected) {
      try MergeTable(alphabetSize: 3, merges: table.merges, scaffolds: [token])
    }
  }
}
