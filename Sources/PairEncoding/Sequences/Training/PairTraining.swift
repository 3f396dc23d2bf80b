public import TokenStreams

/// The state of a training between two merges.
struct PairTraining {
  private var builder: MergeTableBuilder
  private var stream: CorpusStream
  private var merger: PairMerger
  private var queue: PairQueue
  private var rules: PairRules
  private let options: PairTrainingOptions
  private let codeCount: Int
  private var tokenCount: Int
  private var frequency = 0
  private let mergeLimit: Int

  init(
    _ sequences: TokenSequences, weights: [Int]?, table: MergeTable, options: PairTrainingOptions
  ) throws {
    let pool = SequencePool(sequences, weights: weights)
    self.options = options
    mergeLimit = if case .merges(let count) = options.goal { count } else if case .vocabularySize(let size) = options.goal { size - table.alphabetSize } else { 0 }
    let tokenLimit = table.alphabetSize + mergeLimit
    stream = try CorpusStream(sequences, pool: pool, tokenLimit: tokenLimit)
    merger = try PairMerger(tokenLimit: tokenLimit)
    builder = MergeTableBuilder(table)
    rules = PairRules(minimumFrequency: max(1, options.minimumFrequency), maximumTokenLength: options.maximumTokenLength ?? .max, alphabetSize: table.alphabetSize)
    codeCount = sequences.tokens.count
    tokenCount = codeCount
    let t0 = ContinuousClock().now
    let census = PairCensus(stream, wanted: Self.wanted(mergeLimit), rules: rules)
    print("census", t0.duration(to: ContinuousClock().now))
    queue = try PairQueue(census, stream)
    print("queue", t0.duration(to: ContinuousClock().now))
  }

  static func wanted(_ merges: Int) -> Int { min(max(2 * merges, 4096), 1 << 16) }

  mutating func run() throws -> MergeTable {
    var complete = false
    while builder.table.merges.count < mergeLimit {
      guard let taken = queue.take() else {
        if complete { break }
        let t0 = ContinuousClock().now
        stream.compact(merged: rules.alphabetSize..<builder.table.tokenCount)
        let census = PairCensus(stream, wanted: Self.wanted(mergeLimit - builder.table.merges.count), rules: rules)
        queue = try PairQueue(census, stream)
        print("recensus", builder.table.merges.count, census.candidates.count, census.bound, stream.cellCount, t0.duration(to: ContinuousClock().now))
        if census.candidates.isEmpty { break }
        complete = census.isComplete
        continue
      }
      let result = try builder.append(left: taken.candidate.left, right: taken.candidate.right)
      rules.mergedLengths.append(builder.table.length(of: result))
      tokenCount -= merger.merge(taken, into: result, stream, &queue, rules: rules)
    }
    return builder.table
  }
}

public func protoTrain(_ sequences: TokenSequences, alphabetSize: Int, merges: Int) throws -> MergeTable {
  var training = try PairTraining(sequences, weights: nil, table: MergeTable(alphabetSize: alphabetSize), options: PairTrainingOptions(goal: .merges(merges)))
  return try training.run()
}
public func protoEncode(_ sequences: TokenSequences, _ table: MergeTable) throws -> TokenSequences {
  let encoder = SequencePairEncoder(table)
  let t0 = ContinuousClock().now
  let r = try encoder.encode(sequences)
    print("inner encode", t0.duration(to: ContinuousClock().now))
  return r
}
