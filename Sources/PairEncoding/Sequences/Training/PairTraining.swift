import TokenStreams

/// The state of a training between two merges.
struct PairTraining {
  /// How many pairs a census follows: more than will be merged, since merges make pairs rarer, and
  /// not so many that the table of pairs leaves the processor's cache.
  private static let followed = 1 << 12...1 << 16

  private let options: PairTrainingOptions
  private var builder: MergeTableBuilder
  private var rules: PairRules
  private var stream: CorpusStream
  private var merger: PairMerger
  private var queue: PairQueue?
  private var isCensusComplete = false
  private var scaffolds: ScaffoldSelection?
  /// How many base codes there are, each sequence as often as it weighs.
  private let codeCount: Int
  private var tokenCount: Int
  private var lastFrequency = 0
  /// Whether a merge was refused because tokens spell out too many codes.
  private var isFull = false

  /// Takes up checked sequences, with the merges of a table already made.
  ///
  /// - Throws: `PairEncodingError.outOfMemory` or `.corpusTooLarge`.
  init(
    _ sequences: TokenSequences, weights: [Int]?, table: MergeTable, options: PairTrainingOptions
  ) throws {
    self.options = options
    let pool = SequencePool(sequences, weights: weights)
    let merged =
      table.merges.isEmpty
      ? sequences : try SequencePairEncoder(table, keepingScaffolds: true).encode(sequences)
    codeCount = sequences.weighedCount(weights)
    tokenCount = merged.weighedCount(weights)
    // Each new token takes the place of two others at least once.
    let mergeLimit = min(options.mergesLeft(after: table), pool.tokenCount(in: merged))
    let tokenLimit = table.tokenCount + mergeLimit
    stream = try CorpusStream(merged, pool: pool, tokenLimit: tokenLimit)
    merger = try PairMerger(tokenLimit: tokenLimit)
    builder = MergeTableBuilder(table)
    rules = PairRules(table, options)
    if options.removesScaffolds {
      scaffolds = try ScaffoldSelection(stream, table, tokenLimit: tokenLimit)
    }
  }

  /// Merges until the goal is reached or no allowed pair is left.
  ///
  /// - Throws: `PairEncodingError`, `CancellationError` and what `progress` throws.
  mutating func run(_ progress: (PairTrainingProgress) throws -> Void) throws -> MergeTable {
    while true {
      try Task.checkCancellation()
      let end = try reachedEnd()
      let state = state(end)
      try progress(state)
      guard end == nil else { return state.table }
      do {
        try step()
      } catch PairEncodingError.expansionsTooLong {
        isFull = true
      }
    }
  }

  private func state(_ end: PairTrainingEnd?) -> PairTrainingProgress {
    PairTrainingProgress(
      merges: builder.table, scaffolds: scaffolds?.tokens ?? [], codeCount: codeCount,
      tokenCount: tokenCount, frequency: lastFrequency, end: end)
  }

  private mutating func reachedEnd() throws -> PairTrainingEnd? {
    let state = state(nil)
    if let target = options.targetCompression, state.compression >= target {
      return .compressionReached
    }
    let isReached =
      switch options.goal {
      case .merges(let count): builder.table.merges.count >= count
      case .vocabularySize(let size): state.visibleTokenCount >= size
      }
    if isReached { return .goalReached }
    if isFull { return .vocabularyFull }
    return try nextCandidate() == nil ? .noPairLeft : nil
  }

  /// Merges the next pair, or brings a scaffold back that is as frequent.
  private mutating func step() throws {
    guard let next = try nextCandidate() else { return }
    if scaffolds?.restoreOne(asFrequentAs: next.count) == true { return }
    if let pair = queue?.take() { try merge(pair) }
  }

  /// The pair that is merged next, still in the queue; nil when no allowed pair is left.
  private mutating func nextCandidate() throws -> PairCandidate? {
    while true {
      if let first = queue?.first() { return first }
      if isCensusComplete { return nil }
      try takeCensus()
    }
  }

  /// Counts all pairs anew and follows the first of them.
  private mutating func takeCensus() throws {
    queue = nil
    stream.compact(merged: rules.alphabetSize..<builder.table.tokenCount)
    let wanted = min(options.mergesLeft(after: builder.table), Self.followed.upperBound / 2) * 2
    let census = PairCensus(stream, wanted: max(wanted, Self.followed.lowerBound), rules: rules)
    isCensusComplete = census.isComplete
    queue = try PairQueue(census, stream)
  }

  private mutating func merge(_ pair: PairQueue.Taken) throws {
    let candidate = pair.candidate
    let isNew = builder.table.tokenCount
    let result = try builder.append(left: candidate.left, right: candidate.right)
    let joined: Int
    if Int(result) == isNew {
      rules.mergedLengths.append(builder.table.length(of: result))
      joined = follow(pair, into: result)
    } else {
      joined = replaceByKnown(candidate, result)
    }
    tokenCount -= joined
    lastFrequency = candidate.count
    guard scaffolds != nil else { return }
    scaffolds?.note(candidate, became: result, times: joined)
    let next = try nextCandidate()
    scaffolds?.remove(candidate, rarerThan: next?.count ?? 0, alphabetSize: rules.alphabetSize)
  }

  private mutating func follow(_ pair: PairQueue.Taken, into result: UInt32) -> Int {
    guard var queue = queue.take() else { return 0 }
    defer { self.queue = queue }
    return merger.merge(pair, into: result, stream, &queue, rules: rules)
  }

  /// Merges a pair into a token that the corpus may hold already.
  ///
  /// This cannot happen to tokens that were learned here: codes that become one token do so without
  /// a merge across their ends, so always by the same merges. It can after merges from elsewhere, to a
  /// token that they make in two ways. Pairs with that token then get new places, so all are counted
  /// anew.
  private mutating func replaceByKnown(_ pair: PairCandidate, _ result: UInt32) -> Int {
    queue = nil
    isCensusComplete = false
    stream.compact(merged: rules.alphabetSize..<builder.table.tokenCount)
    return stream.replace(pair, by: result)
  }
}

extension PairTrainingOptions {
  /// The most merges that can follow those of a table.
  fileprivate func mergesLeft(after table: MergeTable) -> Int {
    switch goal {
    case .merges(let count): max(count - table.merges.count, 0)
    case .vocabularySize(let size):
      // Scaffolds are merges that the vocabulary does not show.
      removesScaffolds ? .max : max(size - table.tokenCount, 0)
    }
  }
}

extension TokenSequences {
  /// How many tokens there are, each sequence as often as it weighs.
  fileprivate func weighedCount(_ weights: [Int]?) -> Int {
    guard let weights else { return tokens.count }
    return weights.indices.reduce(0) { $0 + weights[$1] * (offsets[$1 + 1] - offsets[$1]) }
  }
}

extension SequencePool {
  /// How many tokens the pooled sequences have.
  fileprivate func tokenCount(in sequences: TokenSequences) -> Int {
    members.reduce(0) { $0 + sequences.offsets[$1.index + 1] - sequences.offsets[$1.index] }
  }
}
