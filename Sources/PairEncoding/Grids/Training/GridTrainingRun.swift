import Threads
import TokenStreams

/// A training of grids while it runs.
struct GridTrainingRun {
  private let storage: BoardStorage
  private let rules: GridPairRules
  private let weight: Double
  private(set) var vocabulary: GridVocabulary
  private(set) var tokenCount: Int
  /// How many cells the grids have together.
  let cellCount: Int
  private var store: CandidateStore
  private var queue = CandidateQueue()
  /// The lowest bound that is queued; candidates below wait until the queue is empty, most of them for
  /// ever.
  private var cutoff = Double.infinity
  private var occurrences: PairOccurrences
  private var groups = EdgeGroups()
  /// Where the candidates are that the training begins with.
  private var wanted: [GridMerge: Int] = [:]

  /// Lists the pairs of all grids.
  init(
    _ grids: [TokenGrid], alphabetSize: Int, rules: GridPairRules, consistencyWeight: Double
  ) throws(GridPairError) {
    vocabulary = try GridVocabulary(alphabetSize: alphabetSize)
    storage = try BoardStorage(grids, alphabetSize: alphabetSize)
    self.rules = rules
    cellCount = grids.reduce(0) { $0 + $1.tokens.count }
    // Consistency is weighed against frequency per cell, so against counts by this much.
    weight = consistencyWeight * Double(cellCount)
    tokenCount = cellCount
    occurrences = PairOccurrences(storage)
    store = BasePairs.collect(from: storage, rules: rules, shapes: vocabulary.shapes)
    remember(from: 0)
  }

  /// Cells per token so far.
  var compression: Double { Double(cellCount) / Double(tokenCount) }

  /// How far the training is.
  func progress(goal: Int, frequency: Int) -> GridPairTrainingProgress {
    GridPairTrainingProgress(
      vocabulary: vocabulary, mergeGoal: goal, frequency: frequency, cellCount: cellCount,
      tokenCount: tokenCount)
  }

  /// Gives up the lists of pairs for the tokens of all grids as they are now.
  mutating func finish(_ grids: [TokenGrid]) -> TokenSequences {
    store = CandidateStore()
    let storage = storage
    let parts = Parallel.map(count: grids.count) { number in
      storage.tokens(ofGrid: number, height: grids[number].height, width: grids[number].width)
    }
    var sequences = TokenSequences()
    sequences.reserveCapacity(sequences: parts.count, tokens: tokenCount)
    for part in parts { sequences.append(part) }
    return sequences
  }

  /// Makes a merge whatever its priority, and says how often it was applied.
  mutating func make(_ merge: GridMerge) throws(MergeFault) -> Int {
    if let index = wanted[merge] {
      occurrences.read(&store.candidates[index], in: &store.anchors)
      return try apply(index)
    }
    try vocabulary.append(merge)
    return 0
  }

  /// Makes the merge with the highest priority; nil when none is admitted any more.
  mutating func makeBest() throws(MergeFault) -> Int? {
    guard let index = findBest() else { return nil }
    return try apply(index)
  }

  /// The candidate of the highest priority, read and taken out of the queue.
  private mutating func findBest() -> Int? {
    repeat {
      while let entry = queue.pop(store.candidates) {
        let index = Int(entry.candidate)
        occurrences.read(&store.candidates[index], in: &store.anchors)
        guard store.candidates[index].frequency >= rules.minimumFrequency else { continue }
        let priority = CandidateQueue.Entry(
          bound: bound(store.candidates[index]), candidate: entry.candidate)
        guard priority.bound >= cutoff else { continue }
        guard let next = queue.top, CandidateQueue.precedes(next, priority, store.candidates)
        else { return index }
        queue.push(priority, store.candidates)
      }
    } while refillQueue()
    return nil
  }

  /// Queues the candidates that may have at least half of the highest priority left; false when no
  /// candidate is left.
  private mutating func refillQueue() -> Bool {
    var highest = -Double.infinity
    for candidate in store.candidates where candidate.frequency >= rules.minimumFrequency {
      highest = max(highest, bound(candidate))
    }
    guard highest > 0 else { return false }
    cutoff = highest / 2
    queueAll(from: 0)
    return true
  }

  /// Joins the candidate that was last read.
  private mutating func apply(_ index: Int) throws(MergeFault) -> Int {
    let candidate = store.candidates[index]
    let token = UInt32(vocabulary.count)
    try vocabulary.append(candidate.merge)
    let frequency = occurrences.applicable.count
    let application = PairApplication(
      storage: storage, anchors: occurrences.applicable, place: candidate.place, token: token,
      second: vocabulary.shapes.cells(of: candidate.second),
      border: Array(vocabulary.shapes.border(of: token)))
    tokenCount -= frequency
    store.candidates[index].count = 0
    store.candidates[index].frequency = 0
    wanted[candidate.merge] = nil
    list(application.run(), of: token)
    return frequency
  }

  /// Takes up the pairs that a new token forms with its neighbours.
  private mutating func list(_ edges: [EdgeList], of token: UInt32) {
    groups.removeAll()
    let grouped = edges.map { $0.grouped(by: &groups) }
    let (occurrences, rules) = (occurrences, rules)
    var swept = false
    var added = 0
    store.add(
      token, grouped, groups: groups, rules: rules, shapes: vocabulary.shapes
    ) { store, count in
      added = store.candidates.count
      guard store.needsSweep(before: count) else { return }
      store.sweep(occurrences, atLeast: rules.minimumFrequency, wanted: rules.wanted)
      store.reserve(max(store.anchors.count / 2, count))
      swept = true
    }
    // A sweep moves candidates, so nothing that points at them holds any more.
    if swept {
      queue.removeAll()
      wanted.removeAll()
    }
    queueAll(from: swept ? 0 : added)
    remember(from: swept ? 0 : added)
  }

  private mutating func queueAll(from start: Int) {
    for index in start..<store.candidates.count {
      let candidate = store.candidates[index]
      let entry = CandidateQueue.Entry(bound: bound(candidate), candidate: UInt32(index))
      if candidate.frequency >= rules.minimumFrequency, entry.bound >= cutoff {
        queue.push(entry, store.candidates)
      }
    }
  }

  private mutating func remember(from start: Int) {
    guard !rules.wanted.isEmpty else { return }
    for index in start..<store.candidates.count {
      let merge = store.candidates[index].merge
      if rules.wanted.contains(merge) { wanted[merge] = index }
    }
  }

  /// A priority that a candidate does not exceed.
  private func bound(_ candidate: Candidate) -> Double {
    Double(candidate.frequency) + weight * Double(candidate.consistency)
  }
}
