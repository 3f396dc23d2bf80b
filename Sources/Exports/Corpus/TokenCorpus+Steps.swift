public import TokenStreams

extension TokenCorpus {
  /// The same records with their tokens changed, such as by pair encoding.
  ///
  /// - Parameters:
  ///   - vocabularySize: how many different tokens there are afterwards.
  ///   - step: what is done, for the description of the export.
  ///   - transform: makes one record of another; called from any thread when records are read.
  /// - Returns: a corpus that makes its records when they are read.
  /// - Throws: `CorpusError.impossibleVocabulary`.
  public func mapping(
    to vocabularySize: Int, step: String,
    _ transform: @escaping @Sendable (TokenRecord) throws -> TokenRecord
  ) throws(CorpusError) -> TokenCorpus {
    var description = description
    for index in description.sources.indices { description.sources[index].steps.append(step) }
    return try TokenCorpus(
      vocabularySize: vocabularySize, description: description,
      parts: parts.map { $0.mapping(transform) })
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
