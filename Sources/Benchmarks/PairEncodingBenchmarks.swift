import PairEncoding
import Tensors
import TokenStreams

/// Learning merges from sequences of codes, and encoding with them.
struct PairEncodingBenchmarks: BenchmarkSubject {
  /// How many codes, and how many merges are learned from them.
  private static let sizes = [(name: "1M", codes: 1 << 20, merges: 2048)]
  private static let largeSize = (name: "16M", codes: 1 << 24, merges: 8192)

  var benchmarks: [Benchmark] {
    (Self.sizes + [Self.largeSize]).flatMap { size -> [Benchmark] in
      let shape = "\(size.name) codes of \(PhraseCorpus.alphabetSize), \(size.merges) merges"
      return [
        Benchmark("bpe train \(shape)", unit: "codes/s") {
          let corpus = try PhraseCorpus.sequences(codeCount: size.codes)
          return Benchmark.Work(amount: Double(size.codes)) {
            _ = try Self.table(of: corpus, merges: size.merges)
          }
        },
        Benchmark("bpe encode \(shape)", unit: "codes/s") {
          let corpus = try PhraseCorpus.sequences(codeCount: size.codes)
          let encoder = SequencePairEncoder(try Self.table(of: corpus, merges: size.merges))
          return Benchmark.Work(amount: Double(size.codes)) {
            _ = try encoder.encode(corpus)
          }
        },
      ]
    }
  }

  private static func table(of corpus: TokenSequences, merges: Int) throws -> MergeTable {
    let options = PairTrainingOptions(goal: .merges(merges))
    return try SequencePairTrainer(alphabetSize: PhraseCorpus.alphabetSize, options: options)
      .train(on: corpus)
  }
}

/// A stream of codes that repeats itself as codes of pictures and sound do: phrases, some of them far
/// more frequent than others, between runs in which each code has four successors.
///
/// `Tools/bench/peers/pair_encoding.py` makes the same stream.
enum PhraseCorpus {
  static let alphabetSize = 1 << codeBits
  static let sequenceLength = 256
  private static let codeBits = 10
  private static let phraseBits = 12
  private static let runLength = 6
  /// Of a hundred parts of the stream, so many are phrases.
  private static let phraseShare: UInt64 = 55

  /// Whole sequences with so many codes in all.
  static func sequences(codeCount: Int) throws -> TokenSequences {
    var random = SeededGenerator(seed: 7)
    let phrases = (0..<1 << phraseBits).map { _ in
      (0..<2 + random.next() % 11).map { _ in skewed(codeBits, random.next(), random.next()) }
    }
    let successors = (0..<4 * alphabetSize).map { _ in UInt32(random.next() >> (64 - codeBits)) }
    var codes: [UInt32] = []
    codes.reserveCapacity(codeCount + 16)
    while codes.count < codeCount {
      let (kind, one, other, steps) = (random.next(), random.next(), random.next(), random.next())
      guard kind % 100 >= phraseShare else {
        codes += phrases[Int(skewed(phraseBits, one, other))]
        continue
      }
      var code = skewed(codeBits, one, other)
      for step in 0..<UInt64(runLength) {
        codes.append(code)
        code = successors[Int(code) * 4 + Int(steps >> (2 * step) & 3)]
      }
    }
    let count = codeCount / sequenceLength
    return try TokenSequences(
      tokens: Array(codes.prefix(count * sequenceLength)),
      offsets: (0...count).map { $0 * sequenceLength })
  }

  /// A number below 2^bits, each as likely as its place among them is far in front, as Zipf's law
  /// has it.
  private static func skewed(_ bits: Int, _ one: UInt64, _ other: UInt64) -> UInt32 {
    UInt32(one >> (64 - bits)) >> UInt32(other % UInt64(bits + 1))
  }
}
