import PairEncoding
import Testing

@Suite("A bounded sample of items")
struct BoundedSampleTests {
  private func sample(
    _ corpus: [[UInt32]], codeLimit: Int, seed: UInt64 = 1
  ) throws -> BoundedSample<[UInt32]> {
    var sample = try BoundedSample<[UInt32]>(codeLimit: codeLimit, seed: seed)
    for codes in corpus {
      sample.add(codes, codeCount: codes.count) { (item: Array($0.prefix($1)), codeCount: $1) }
    }
    return sample
  }

  @Test("is everything where everything fits, in order")
  func everything() throws {
    let corpus: [[UInt32]] = [[1, 2], [], [3], [4, 5, 6]]
    let sample = try sample(corpus, codeLimit: 6)
    #expect(sample.items == corpus)
  }

  @Test("never holds more than the limit, and a larger item gives its first codes")
  func limit() throws {
    var random = RandomCorpora(seed: 8)
    for limit in [1, 5, 50] {
      let corpus = (0..<200).map { _ in random.codes(random.number(below: 20), below: 9) }
      let sample = try sample(corpus, codeLimit: limit)
      #expect(sample.items.joined().count <= limit)
      #expect(sample.seenItemCount == 200)
      #expect(sample.seenCodeCount == corpus.joined().count)
    }
    #expect(try sample([[7, 8, 9]], codeLimit: 2).items == [[7, 8]])
    #expect(throws: PairEncodingError.self) { try sample([], codeLimit: 0) }
  }

  @Test("holds every item about equally often")
  func fairness() throws {
    let corpus = (0..<20).map { [UInt32($0), 0] }
    var kept = [Int](repeating: 0, count: 20)
    for seed in 0..<4000 as Range<UInt64> {
      let items = try sample(corpus, codeLimit: 10, seed: seed).items
      #expect(items.count == 5)
      for item in items { kept[Int(item[0])] += 1 }
    }
    #expect(kept.allSatisfy { abs($0 - 1000) < 120 })
  }

  @Test("depends on the seed alone")
  func seeds() throws {
    let corpus = (0..<100).map { [UInt32($0)] }
    let samples = try [1, 1, 2].map { try sample(corpus, codeLimit: 20, seed: $0).items }
    #expect(samples[0] == samples[1])
    #expect(samples[0] != samples[2])
  }
}
