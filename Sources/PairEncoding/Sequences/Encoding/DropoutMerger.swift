/// Encodes as merges were learned, but sets pairs aside by chance.
///
/// A step looks at all pairs of a sequence, so sequences are not cut into pieces here.
struct DropoutMerger: RunEncoder {
  static let encodesWholeSequences = true

  private let probability: Double
  private let seed: UInt64
  private var queue: MergeQueue
  private var random: SequenceRandom

  /// Encodes by the merges that `ranks` ranks.
  init(_ ranks: PairRanks, probability: Double, seed: UInt64) {
    self.probability = probability
    self.seed = seed
    queue = MergeQueue(ranks)
    random = SequenceRandom(seed: seed, sequence: 0)
  }

  mutating func begin(sequence: Int) {
    random = SequenceRandom(seed: seed, sequence: sequence)
  }

  mutating func encode(
    _ codes: Span<UInt32>, _ ranks: Span<UInt32>, _ range: Range<Int>,
    to output: inout OutputSpan<UInt32>
  ) {
    queue.load(codes, ranks, range)
    queue.merge(settingAside: probability, &random)
    queue.write(to: &output)
  }
}
