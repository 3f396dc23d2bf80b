import PairEncoding
import Testing
import TokenStreams

@Suite("A bounded sample of sequences")
struct SequenceSampleTests {
  private func sample(
    _ corpus: [[UInt32]], codeLimit: Int, seed: UInt64 = 1
  ) throws -> SequenceSample {
    var sample = try SequenceSample(codeLimit: codeLimit, seed: seed)
    for sequence in corpus { sample.add(sequence[...]) }
    return sample
  }

  @Test("is everything where everything fits, in order")
  func everything() throws {
    let corpus: [[UInt32]] = [[1, 2], [], [3], [4, 5, 6]]
    let sample = try sample(corpus, codeLimit: 6)
    #expect(sample.isComplete)
    #expect(sample.sequences == TokenSequences(corpus))
    var whole = try SequenceSample(codeLimit: 6, seed: 2)
    whole.add(TokenSequences(corpus))
    #expect(whole.sequences == sample.sequences)
  }

  @Test("never holds more than the limit, and a longer sequence gives its first codes")
  func limit() throws {
    var random = RandomCorpora(seed: 8)
    for limit in [1, 5, 50] {
      let corpus = (0..<200).map { _ in random.codes(random.number(below: 20), below: 9) }
      let sample = try sample(corpus, codeLimit: limit)
      #expect(sample.sequences.tokens.count <= limit)
      #expect(!sample.isComplete)
      #expect(sample.seenSequenceCount == 200)
      #expect(sample.seenCodeCount == corpus.joined().count)
    }
    #expect(try sample([[7, 8, 9]], codeLimit: 2).sequences.arrays == [[7, 8]])
    #expect(throws: PairEncodingError.self) { try SequenceSample(codeLimit: 0, seed: 1) }
  }

  @Test("holds every sequence about equally often")
  func fairness() throws {
    let corpus = (0..<20).map { [UInt32($0), 0] }
    var kept = [Int](repeating: 0, count: 20)
    for seed in 0..<4000 as Range<UInt64> {
      let sample = try sample(corpus, codeLimit: 10, seed: seed)
      #expect(sample.sequences.count == 5)
      for sequence in sample.sequences.arrays { kept[Int(sequence[0])] += 1 }
    }
    #expect(kept.allSatisfy { abs($0 - 1000) < 120 })
  }

  @Test("depends on the seed alone")
  func seeds() throws {
    let corpus = (0..<100).map { [UInt32($0)] }
    let samples = try [1, 1, 2].map { try sample(corpus, codeLimit: 20, seed: $0).sequences }
    #expect(samples[0] == samples[1])
    #expect(samples[0] != samples[2])
  }
}
