public import TokenStreams

/// Learns merges from sequences of codes: byte-pair encoding over any alphabet.
///
/// Again and again the most frequent pair of neighbouring tokens becomes a token. A pair counts at
/// every place where it stands, overlapping ones too: twice in a run of three. Among equally
/// frequent pairs the smaller left token is taken, then the smaller right one. Places are merged from
/// the left: in a run the first two merge. Equal sequences are one, counted as often as they come.
/// So the merges are a function of the data alone, whatever the threads, and the same as those of
/// Hugging Face `tokenizers` over codes as characters.
///
/// A corpus of n codes takes O(n log m) steps for m merges (Zouhar and others, "A Formal Perspective
/// on Byte-Pair Encoding", arXiv 2306.16837): pairs are listed with their places once, when the
/// younger of their tokens comes into being, and a merge touches its own places only.
///
/// With ``PairTrainingOptions/removesScaffolds``, a token that has become rarer than the next pair,
/// because most of it went into longer tokens, is made a scaffold: it goes on to merge, but never
/// stands in what is encoded. Once it is as frequent as the most frequent pair, it comes back
/// (Lian and others, "Scaffold-BPE", arXiv 2404.17808). Base codes are never scaffolds.
public struct SequencePairTrainer: Sendable {
  /// How many base codes there are.
  public let alphabetSize: Int
  /// When learning ends, and which merges may be made.
  public let options: PairTrainingOptions

  /// Sets what to learn.
  ///
  /// - Throws: `PairEncodingError.impossibleAlphabet` or `.impossibleOption`.
  public init(alphabetSize: Int, options: PairTrainingOptions) throws(PairEncodingError) {
    _ = try MergeTable(alphabetSize: alphabetSize)
    try options.check(alphabetSize: alphabetSize)
    self.alphabetSize = alphabetSize
    self.options = options
  }

  /// Learns merges.
  ///
  /// - Parameters:
  ///   - sequences: base codes; no pair reaches from one sequence into the next.
  ///   - weights: how often each sequence counts, at least once; nil for once.
  ///   - table: merges to go on from, such as those of an earlier progress; learning on the same
  ///     sequences with the same options then ends as if it had never stopped.
  ///   - progress: called before each merge and at the end; what it throws ends the learning.
  /// - Returns: the merges.
  /// - Throws: `PairEncodingError` for sequences or a table that cannot be learned from,
  ///   `CancellationError` when the task is cancelled, and whatever `progress` throws.
  public func train(
    on sequences: TokenSequences, weights: [Int]? = nil, from table: MergeTable? = nil,
    progress: (PairTrainingProgress) throws -> Void = { _ in }
  ) throws -> MergeTable {
    let table = try table ?? MergeTable(alphabetSize: alphabetSize)
    guard table.alphabetSize == alphabetSize else {
      throw PairEncodingError.otherAlphabet(found: table.alphabetSize, needed: alphabetSize)
    }
    if case .merges(let count) = options.goal, count < table.merges.count {
      throw PairEncodingError.impossibleOption(
        name: "the number of merges", value: "\(count)",
        allowed: "\(table.merges.count) or more, as many as learning goes on from")
    }
    guard !sequences.tokens.isEmpty else { throw PairEncodingError.emptyCorpus }
    try table.checkCodes(sequences)
    try Self.check(weights, of: sequences)
    var training = try PairTraining(sequences, weights: weights, table: table, options: options)
    return try training.run(progress)
  }

  /// The most that all codes together may weigh.
  private static let weightLimit = 1 << 62

  private static func check(
    _ weights: [Int]?, of sequences: TokenSequences
  ) throws(PairEncodingError) {
    guard let weights else { return }
    guard weights.count == sequences.count else {
      throw PairEncodingError.wrongWeightCount(found: weights.count, sequences: sequences.count)
    }
    var total = 0
    for (index, weight) in weights.enumerated() {
      let length = sequences.offsets[index + 1] - sequences.offsets[index]
      let (weighed, overflow) = weight.multipliedReportingOverflow(by: length)
      guard weight > 0, !overflow, weighed < weightLimit - total else {
        throw PairEncodingError.impossibleWeight(sequence: index, weight: weight)
      }
      total += weighed
    }
  }
}
