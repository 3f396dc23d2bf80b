public import TokenStreams

extension TokenCorpus {
  /// The same records with their tokens changed, such as by pair encoding.
  ///
  /// - Parameters:
  ///   - vocabularySize: how many different tokens there are afterwards.
  ///   - step: what is done, for the description of the export.
  ///   - transform: makes as many records of those that are in memory together, the first of which
  ///     is number `firstIndex` of all; called when records are read, for one block after the other.
  /// - Returns: a corpus that makes its records when they are read.
  /// - Throws: `CorpusError.impossibleVocabulary`.
  public func mapping(
    to vocabularySize: Int, step: String, _ transform: @escaping BlockTransform
  ) throws(CorpusError) -> TokenCorpus {
    var description = description
    for index in description.sources.indices { description.sources[index].steps.append(step) }
    let unchanged = self
    let part = CorpusPart(streaming: count) { body in
      try unchanged.forEachBlock { block, firstIndex in
        for record in try transform(block, firstIndex) { try body(record) }
      }
    }
    return try TokenCorpus(
      vocabularySize: vocabularySize, description: description, parts: [part])
  }

  /// Changes records that are in memory together.
  public typealias BlockTransform =
    @Sendable (_ records: [TokenRecord], _ firstIndex: Int) throws -> [TokenRecord]

  /// How many tokens a block has, about: enough work for all threads, little enough for caches.
  private static let tokensTogether = 1 << 20
  /// How many tokens take as much memory as what a record has beside its own.
  private static let tokensOfRecord = 64

  private func forEachBlock(_ body: ([TokenRecord], _ firstIndex: Int) throws -> Void) throws {
    var (block, tokenCount, firstIndex): ([TokenRecord], Int, Int) = ([], 0, 0)
    func handBlock() throws {
      guard !block.isEmpty else { return }
      try body(block, firstIndex)
      firstIndex += block.count
      // The next block mostly needs as much room.
      block.removeAll(keepingCapacity: true)
      tokenCount = 0
    }
    try forEach { record in
      block.append(record)
      tokenCount += record.tokens.count + Self.tokensOfRecord
      if tokenCount >= Self.tokensTogether { try handBlock() }
    }
    try handBlock()
  }

  /// The same records in a shared vocabulary, with their special tokens around them.
  ///
  /// - Throws: `VocabularyPlanError` when the plan has no such modality or one of another size.
  ///   Records whose class has no token are reported when they are read.
  public func placed(in plan: VocabularyPlan, as modality: String) throws -> TokenCorpus {
    let layout = try plan.layout(of: modality)
    guard layout.codes.count == vocabularySize else {
      throw VocabularyPlanError.wrongSize(
        modality: modality, planned: layout.codes.count, found: vocabularySize)
    }
    var description = description
    description.plan = plan
    if description.sources.isEmpty { description.sources = [CorpusDescription.Source()] }
    for index in description.sources.indices { description.sources[index].modality = modality }
    return try TokenCorpus(
      vocabularySize: plan.size, description: description,
      parts: parts.map { part in part.mapping { try layout.framed($0) } })
  }

  /// Corpora behind each other; all must have been placed in one plan.
  ///
  /// - Throws: `CorpusError.differentPlans`, also for no corpora.
  public static func joined(_ corpora: [TokenCorpus]) throws(CorpusError) -> TokenCorpus {
    guard let first = corpora.first, let plan = first.description.plan,
      corpora.allSatisfy({ $0.description.plan == plan })
    else { throw .differentPlans }
    var description = first.description
    for corpus in corpora.dropFirst() {
      description.sources += corpus.description.sources
      description.notes.merge(corpus.description.notes) { kept, _ in kept }
      if description.classNames.isEmpty { description.classNames = corpus.description.classNames }
    }
    return try TokenCorpus(
      vocabularySize: first.vocabularySize, description: description,
      parts: corpora.flatMap(\.parts))
  }

  /// All sequences in memory, for what needs them at once; rows follow each other.
  ///
  /// - Throws: what reading the records throws.
  public func sequences() throws -> TokenSequences {
    var sequences = TokenSequences()
    try forEach { record in sequences.append(record.tokens) }
    return sequences
  }
}
