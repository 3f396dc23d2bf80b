import FoundationEssentials
import PairEncoding
import Testing
import TokenStreams

@Suite("Statistics of codes and tokens")
struct StatisticsTests {
  private let codes = TokenSequences([[0, 1, 0, 1], [], [2, 0, 1], [2, 2, 2]] as [[UInt32]])

  @Test("count tokens by rank and sequences by length")
  func counts() {
    let statistics = TokenStatistics(codes)
    #expect(statistics.sequenceCount == 4)
    #expect(statistics.tokenCount == 10)
    #expect(statistics.usedTokenCount == 3)
    #expect(statistics.usages.map(\.token) == [2, 0, 1])
    #expect(statistics.usages.map(\.count) == [4, 3, 3])
    #expect(statistics.lengths.map(\.tokens) == [0, 3, 4])
    #expect(statistics.lengths.map(\.sequences) == [1, 2, 1])
    #expect(statistics.meanLength == 2.5)
  }

  @Test("the entropy of n equally frequent tokens is log2 n")
  func entropy() {
    for bits in 0...6 {
      let tokens: [UInt32] = (0..<UInt32(3 << bits)).map { $0 % (1 << UInt32(bits)) }
      let statistics = TokenStatistics(TokenSequences([tokens]))
      #expect(abs(statistics.entropy - Double(bits)) < 1e-12)
      #expect(abs(statistics.bits - Double(bits * tokens.count)) < 1e-9)
    }
    let expected = -(0.4 * -1.3219280948873623 + 0.6 * -1.7369655941662063)
    #expect(abs(TokenStatistics(codes).entropy - expected) < 1e-12)
  }

  @Test("compare before and after")
  func comparison() throws {
    let table = try MergeTable(alphabetSize: 3, rules: [(0, 1, 3), (3, 3, 4)])
    let tokens = try SequencePairEncoder(table).encode(codes)
    let statistics = PairEncodingStatistics(
      codes: TokenStatistics(codes), tokens: TokenStatistics(tokens),
      vocabularySize: table.visibleTokenCount)
    #expect(tokens.arrays == [[4], [], [2, 3], [2, 2, 2]])
    #expect(abs(statistics.compression - 10.0 / 6) < 1e-12)
    #expect(statistics.usage == 0.6)
    #expect(abs(statistics.bitsPerCode - 0.6 * statistics.tokens.entropy) < 1e-12)
  }

  @Test("of nothing are zero")
  func nothing() throws {
    let empty = TokenSequences()
    let statistics = PairEncodingStatistics(
      codes: TokenStatistics(empty), tokens: TokenStatistics(empty), vocabularySize: 3)
    #expect(statistics.compression == 1)
    #expect(statistics.bitsPerCode == 0)
    #expect(statistics.codes.entropy == 0)
    #expect(statistics.codes.meanLength == 0)
    #expect(try NGramCounts.counts(ofRunsUpTo: 2, in: empty).map(\.total) == [0, 0])
  }

  @Test("runs of tokens are counted like with a dictionary", arguments: 1...5)
  func nGrams(length: Int) throws {
    var random = RandomCorpora(seed: 12)
    for _ in 0..<40 {
      let corpus = random.corpus(alphabetSize: 3)
      var counts: [[UInt32]: Int] = [:]
      for sequence in corpus {
        for start in 0..<max(sequence.count - length + 1, 0) {
          counts[Array(sequence[start..<start + length]), default: 0] += 1
        }
      }
      let ordered = counts.sorted {
        $0.value != $1.value ? $0.value > $1.value : $0.key.lexicographicallyPrecedes($1.key)
      }
      let all = try NGramCounts.counts(
        ofRunsUpTo: length, in: TokenSequences(corpus), keeping: 7)
      #expect(all.map(\.length) == Array(1...length))
      let found = all[length - 1]
      #expect(found.total == counts.values.reduce(0, +))
      #expect(found.distinct == counts.count)
      #expect(found.mostFrequent.map(\.tokens) == ordered.prefix(7).map(\.key))
      #expect(found.mostFrequent.map(\.count) == ordered.prefix(7).map(\.value))
      #expect(found.ranks.allSatisfy { ordered[$0.rank - 1].value == $0.count })
      #expect(found.ranks.last?.rank ?? 0 == ordered.count)
    }
    #expect(throws: PairEncodingError.self) { try NGramCounts.counts(ofRunsUpTo: 0, in: codes) }
  }

  @Test("are written with plain names")
  func encodable() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(TokenStatistics(codes)), as: UTF8.self)
    #expect(text.contains(#""lengths":[{"sequences":1,"tokens":0},{"#))
    #expect(text.contains(#""usages":[{"count":4,"token":2},{"#))
  }
}
