import Exports
import PairEncoding
import TokenStreams

/// One training of a job, with its corpus in memory.
struct PairTrainingRun {
  let job: PairTrainingJob
  let corpus: CodesInMemory
  let input: TokenInput
  let start: PairVocabulary?
  let alphabetSize: Int
  let progress: (Double) throws -> Void
  private var lastCheckpoint = ContinuousClock.now

  init(
    job: PairTrainingJob, corpus: CodesInMemory, input: TokenInput, start: PairVocabulary?,
    alphabetSize: Int, progress: @escaping (Double) throws -> Void
  ) {
    self.job = job
    self.corpus = corpus
    self.input = input
    self.start = start
    self.alphabetSize = alphabetSize
    self.progress = progress
  }

  /// Learns what the job's rule asks for.
  ///
  /// - Throws: what the trainers refuse; `PairJobError.otherRule`; what writing a checkpoint and the
  ///   listener throw.
  mutating func run() throws -> PairVocabulary {
    switch (job.rule, corpus.items) {
    case (.sequences(let options), .sequences(let sequences)):
      return try trainedSequences(sequences, options)
    case (.grids(let options), .grids(let grids)):
      return try trainedGrids(grids, options)
    case (.flattenedGrids(let mergeCount), .grids(let grids)):
      if let start { throw otherRule(start) }
      let merges = try FlattenedVisualMerges.train(
        on: grids, alphabetSize: alphabetSize, mergeCount: mergeCount)
      return vocabulary(
        .flattenedGrids(merges), tokenCount: try merges.encode(grids).tokens.count,
        end: merges.merges.count < mergeCount ? .noPairLeft : .goalReached)
    case (.sequences, .grids), (.grids, .sequences), (.flattenedGrids, .sequences):
      throw PairJobError.noGrids
    }
  }

  private mutating func trainedSequences(
    _ sequences: TokenSequences, _ options: PairTrainingOptions
  ) throws -> PairVocabulary {
    var first: MergeTable?
    if let start {
      guard case .sequences(let table) = start.merges else { throw otherRule(start) }
      first = table
    }
    let trainer = try SequencePairTrainer(alphabetSize: alphabetSize, options: options)
    var tokenCount = 0
    var end: PairTrainingEnd?
    let table = try trainer.train(on: sequences, from: first) { state in
      (tokenCount, end) = (state.tokenCount, state.end)
      try progress(options.goal.fraction(of: state))
      if isCheckpointDue {
        try writeCheckpoint(.sequences(state.table), tokenCount: state.tokenCount)
      }
    }
    // Scaffolds are written as what they are made of.
    if !table.scaffolds.isEmpty {
      tokenCount = try SequencePairEncoder(table).encode(sequences).tokens.count
    }
    return vocabulary(.sequences(table), tokenCount: tokenCount, end: end)
  }

  private mutating func trainedGrids(
    _ grids: [TokenGrid], _ options: GridPairTrainingOptions
  ) throws -> PairVocabulary {
    var first: GridVocabulary?
    if let start {
      guard case .grids(let merges) = start.merges else { throw otherRule(start) }
      first = merges
    }
    let trainer = try GridPairTrainer(alphabetSize: alphabetSize, options: options)
    let trained = try trainer.train(on: grids, from: first) { state in
      try progress(Double(state.vocabulary.merges.count) / Double(max(state.mergeGoal, 1)))
      if isCheckpointDue {
        try writeCheckpoint(.grids(state.vocabulary), tokenCount: state.tokenCount)
      }
    }
    return vocabulary(
      .grids(trained.vocabulary), tokenCount: trained.encoded.tokens.count, end: trained.end)
  }

  private func otherRule(_ start: PairVocabulary) -> PairJobError {
    .otherRule(
      path: job.startPath ?? "", found: "'\(start.training.rule)'", asked: "'\(job.rule.summary)'")
  }

  private var isCheckpointDue: Bool {
    job.checkpointPath != nil && .now - lastCheckpoint >= job.checkpointInterval
  }

  private mutating func writeCheckpoint(
    _ merges: PairVocabulary.Merges, tokenCount: Int
  ) throws {
    guard let path = job.checkpointPath else { return }
    try PairVocabularyFile.write(vocabulary(merges, tokenCount: tokenCount), to: path)
    lastCheckpoint = .now
  }

  private func vocabulary(
    _ merges: PairVocabulary.Merges, tokenCount: Int, end: PairTrainingEnd? = nil
  ) -> PairVocabulary {
    PairVocabulary(
      merges,
      training: TrainingRecord(
        software: Software.name, tokenizer: input.tokenizer,
        codes: input.tokenizer == nil ? nil : job.codes.text, rule: job.rule.summary,
        itemCount: corpus.itemCount, codeCount: corpus.codeCount, tokenCount: tokenCount, end: end,
        sample: sample))
  }

  private var sample: TrainingRecord.Sample? {
    guard corpus.codeCount < corpus.seenCodeCount else { return nil }
    return TrainingRecord.Sample(
      seed: job.seed, seenItemCount: corpus.seenItemCount, seenCodeCount: corpus.seenCodeCount)
  }
}

extension PairTrainingOptions.Goal {
  /// How much of the goal is reached, in merges or in tokens.
  fileprivate func fraction(of state: PairTrainingProgress) -> Double {
    switch self {
    case .merges(let count): Double(state.mergeCount) / Double(max(count, 1))
    case .vocabularySize(let size): Double(state.visibleTokenCount) / Double(max(size, 1))
    }
  }
}
