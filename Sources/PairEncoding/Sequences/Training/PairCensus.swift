import Threads

/// The first candidates of a corpus, counted anew.
///
/// Only these are followed from merge to merge; a pair that is not among them cannot overtake them
/// before the corpus is counted again, because counts of old pairs never grow.
struct PairCensus {
  /// The candidates, the first to be merged in front.
  let candidates: [PairCandidate]
  /// A pair comes before this one exactly if it is among the candidates.
  let bound: PairCandidate
  /// Whether every pair that may be merged is among the candidates.
  let isComplete: Bool

  /// The pairs are dealt out by hash, so that each part is counted in a table of its own and no
  /// count depends on the number of threads.
  static let partBits = 3

  /// Counts all pairs of a corpus whose tokens take one cell each.
  ///
  /// - Parameters:
  ///   - stream: the corpus.
  ///   - wanted: how many candidates to keep.
  ///   - rules: which pairs may be merged at all.
  init(_ stream: CorpusStream, wanted: Int, rules: PairRules) {
    let corpus = CompactCorpus(stream)
    let parts = Parallel.map(count: 1 << Self.partBits) { part in
      var counts = PairCounts()
      var keys = PartialKeys(part: part, of: Self.partBits)
      var start = 0
      for run in corpus.runs {
        while start < run.end {
          let end = min(start + PartialKeys.capacity, run.end)
          keys.collect(corpus, leftIn: start..<end)
          for index in 0..<keys.count { counts.add(keys[index], weight: run.weight) }
          start = end
        }
      }
      return counts.candidates(wanted: wanted + 1, where: rules.allow)
    }
    var found = parts.flatMap { $0 }
    if found.count > 2 * wanted {
      var histogram = CountHistogram()
      for candidate in found { histogram.add(candidate.count) }
      let least = histogram.leastCount(ofGreatest: wanted + 1)
      found.removeAll { $0.count < least }
    }
    found.sort(by: >)
    isComplete = found.count <= wanted
    bound = isComplete ? rules.lastCandidate : found[wanted]
    candidates = Array(found.prefix(wanted))
  }
}

/// The keys of one part among some pairs, sifted out without a branch.
private struct PartialKeys {
  /// How many pairs fit.
  static let capacity = 4096

  private(set) var count = 0
  private var keys = [UInt64](repeating: 0, count: capacity)
  private let part: UInt64
  private let shift: UInt64

  init(part: Int, of partBits: Int) {
    self.part = UInt64(part)
    shift = UInt64(64 - partBits)
  }

  subscript(index: Int) -> UInt64 { keys[index] }

  mutating func collect(_ corpus: CompactCorpus, leftIn range: Range<Int>) {
    let (shift, part) = (shift, part)
    var kept = 0
    var span = keys.mutableSpan
    corpus.forEachPair(leftIn: range) { key, _ in
      span[kept] = key
      kept += PairKey.hash(key) >> shift == part ? 1 : 0
    }
    count = kept
  }
}
