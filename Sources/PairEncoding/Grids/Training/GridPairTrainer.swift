import Threads
public import TokenStreams

/// Learns merges from grids, in two dimensions.
///
/// Two tokens are neighbours when a cell of one lies beside, above or below a cell of the other. A pair
/// is two neighbours and the offset of their anchors, so a code to the right of another and the same code
/// below it are different pairs, and so are a pair and its reverse; a token may pair with its equal.
/// Each step merges one pair wherever it stands, in all grids:
///
/// - Its frequency is how often it would be applied. Going through a grid in raster order of first
///   tokens, it is applied wherever neither of its two tokens was just joined: of a run of n equal tokens
///   the pairs are the 1st with the 2nd, the 3rd with the 4th, and so on, n/2 rounded down.
/// - The pair of highest priority is merged; of equal ones the one with the lower first token, then the
///   lower second token, then the offset that comes first in raster order.
///
/// The result is a function of the grids' contents and the options alone: neither the order of grids nor
/// the number of threads changes a merge.
///
/// Grids touch each other nowhere, and joining two tokens leaves fewer neighbours than before, so there
/// are never more occurrences than two a cell. Their lists are made once, when the younger of two tokens
/// is, and read again only when a pair may be the next to be merged; the work is about that of the
/// merges applied, of which there are fewer than cells. Beside the grids themselves training takes 25 to
/// 36 bytes a cell (measured with a minimum frequency of 2 on noise, smooth codes and single codes; 1
/// may take twice as much, because every pair that ever stands somewhere is then kept).
public struct GridPairTrainer: Sendable {
  /// How many base codes there are.
  public let alphabetSize: Int
  /// Which merges are looked for, and when training ends.
  public let options: GridPairTrainingOptions

  /// Prepares a training.
  ///
  /// - Throws: `GridPairError.impossibleAlphabet`, `GridPairError.impossibleOption`.
  public init(alphabetSize: Int, options: GridPairTrainingOptions) throws(GridPairError) {
    _ = try GridVocabulary(alphabetSize: alphabetSize)
    try options.check()
    self.alphabetSize = alphabetSize
    self.options = options
  }

  /// Learns merges.
  ///
  /// - Parameters:
  ///   - grids: the codes, of any sizes.
  ///   - start: merges that are made first, whatever the options say of them. With the grids and options
  ///     of the training that made them, the result is that of the same training left alone.
  ///   - progress: called before each merge and at the end; what it throws ends the training.
  /// - Returns: the merges, how often each was applied, and the grids as they are encoded.
  /// - Throws: `GridPairError.noGrids`, `GridPairError.tooManyCells`; `GridPairError.unknownCode` for a
  ///   code that is no base code; `GridPairError.impossibleOption` for a `start` of another alphabet or
  ///   with more merges than are asked for; `CancellationError` when the task is cancelled, and whatever
  ///   `progress` throws.
  public func train(
    on grids: [TokenGrid], from start: GridVocabulary? = nil,
    progress: (GridPairTrainingProgress) throws -> Void = { _ in }
  ) throws -> TrainedGridVocabulary {
    guard !grids.isEmpty else { throw GridPairError.noGrids }
    try checkStart(start)
    let given = start?.merges ?? []
    var run = try GridTrainingRun(
      grids, alphabetSize: alphabetSize, rules: GridPairRules(options, wanted: given),
      consistencyWeight: weight)
    var frequencies: [Int] = []
    var end: PairTrainingEnd?
    while end == nil {
      try Task.checkCancellation()
      try progress(run.progress(goal: options.mergeCount, frequency: frequencies.last ?? 0))
      end = try makeMerge(&run, given: given, &frequencies)
    }
    return TrainedGridVocabulary(
      vocabulary: run.vocabulary, frequencies: frequencies, end: end ?? .goalReached,
      cellCount: run.cellCount, encoded: run.finish(grids))
  }

  private var weight: Double {
    guard case .consistency(let weight, _) = options.priority else { return 0 }
    return weight
  }

  private func checkStart(_ start: GridVocabulary?) throws(GridPairError) {
    guard let start else { return }
    guard start.alphabetSize == alphabetSize else {
      throw .impossibleOption(
        name: "the alphabet of the merges to start from", value: "\(start.alphabetSize)",
        range: "\(alphabetSize)")
    }
    guard start.merges.count <= options.mergeCount else {
      throw .impossibleOption(
        name: "the number of merges", value: "\(options.mergeCount)",
        range: "at least \(start.merges.count), as many as the training starts from")
    }
  }

  /// Makes one merge, or says why there is none to make.
  private func makeMerge(
    _ run: inout GridTrainingRun, given: [GridMerge], _ frequencies: inout [Int]
  ) throws(GridPairError) -> PairTrainingEnd? {
    let rank = frequencies.count
    guard rank < options.mergeCount else { return .goalReached }
    if rank >= given.count, let target = options.targetCompression, run.compression >= target {
      return .compressionReached
    }
    do {
      let frequency = rank < given.count ? try run.make(given[rank]) : try run.makeBest()
      guard let frequency else { return .noPairLeft }
      frequencies.append(frequency)
      return nil
    } catch {
      guard error == .shapesTooLarge else { throw .invalidMerge(rank: rank, error) }
      return .vocabularyFull
    }
  }
}
