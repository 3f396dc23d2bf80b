import Tensors
import Testing

@Suite("Seeded random numbers")
struct SeededGeneratorTests {
  @Test("the sequence of a seed is SplitMix64's")
  func knownSequence() {
    var zero = SeededGenerator(seed: 0)
    #expect(
      (0..<3).map { _ in zero.next() } == [
        0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F,
      ])
    var another = SeededGenerator(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in another.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test("indices stay below their bound and reach every value", arguments: [1, 2, 3, 10, 97])
  func indices(bound: Int) {
    var generator = SeededGenerator(seed: 5)
    let drawn = Set((0..<bound * 30).map { _ in generator.index(below: bound) })
    #expect(drawn == Set(0..<bound))
  }

  @Test("the largest bound is no trap")
  func largestBound() {
    var generator = SeededGenerator(seed: 6)
    #expect((0..<100).allSatisfy { _ in generator.index(below: .max) >= 0 })
  }

  @Test("the unit interval is half open and evenly filled")
  func unitInterval() {
    var generator = SeededGenerator(seed: 7)
    let numbers = (0..<10_000).map { _ in generator.unitInterval() }
    #expect(numbers.allSatisfy { (0..<1).contains($0) })
    #expect(abs(numbers.reduce(0, +) / 10_000 - 0.5) < 0.01)
    let lowTenth = numbers.count { $0 < 0.1 }
    #expect((900...1100).contains(lowTenth))
  }

  @Test(
    "a sample holds different numbers in rising order",
    arguments: [(0, 0), (0, 9), (1, 1), (5, 5), (3, 100), (99, 100)])
  func sortedSample(count: Int, bound: Int) {
    var generator = SeededGenerator(seed: 8)
    let sample = generator.sortedSample(of: count, below: bound)
    #expect(sample.count == count)
    #expect(Set(sample).count == count)
    #expect(sample == sample.sorted())
    #expect(sample.allSatisfy { (0..<bound).contains($0) })
  }

  @Test("every subset is equally likely")
  func fairSample() {
    var generator = SeededGenerator(seed: 9)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 { counts[generator.sortedSample(of: 2, below: 4), default: 0] += 1 }
    #expect(counts.count == 6)
    // A fair count of 1000 has a standard deviation of 29.
    #expect(counts.values.allSatisfy { (870...1130).contains($0) })
  }
}

@Suite("Streams of one seed")
struct SeededStreamTests {
  @Test("have no part of their sequences in common, whatever their numbers")
  func disjoint() {
    var seen = Set<UInt64>()
    for stream in 0..<64 as Range<UInt64> {
      var generator = SeededGenerator(seed: 1, stream: stream)
      for _ in 0..<256 { seen.insert(generator.next()) }
    }
    #expect(seen.count == 64 * 256)
  }

  @Test("are the same every time, and others for another seed")
  func determinism() {
    var (one, same) = (SeededGenerator(seed: 1, stream: 2), SeededGenerator(seed: 1, stream: 2))
    var other = SeededGenerator(seed: 2, stream: 2)
    let first = one.next()
    #expect(first == same.next())
    #expect(first != other.next())
  }
}
