import Threads
import TokenStreams

/// A training of grids while it runs.
struct GridTrainingRun {
  private let storage: BoardStorage
  private let rules: GridPairRules
  private let weight: Double
  private(set) var vocabulary: GridVocabulary
  private(set) var tokenCount: Int
  private let cellCount: Int
  private var store: CandidateStore
  private var queue = CandidateQueue()
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
    requeue()
  }

  /// Cells per token so far.
  var compression: Double { Double(cellCount) / Double(tokenCount) }

  /// The tokens of all grids as they are now.
  func encoded(_ grids: [TokenGrid]) -> TokenSequences {
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
    while let entry = queue.pop(store.candidates) {
      let index = Int(entry.candidate)
      guard store.candidates[index].count > 0 else { continue }
      occurrences.read(&store.candidates[index], in: &store.anchors)
      guard occurrences.applicable.count >= rules.minimumFrequency else { continue }
      let priority = CandidateQueue.Entry(
        bound: bound(index, frequency: occurrences.applicable.count), candidate: entry.candidate)
      guard let next = queue.top, CandidateQueue.precedes(next, priority, store.candidates) else {
        return index
      }
      queue.push(priority, store.candidates)
    }
    return nil
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
    wanted[candidate.merge] = nil
    var edges = application.run()
    list(&edges, of: token)
    return frequency
  }

  /// Takes up the pairs that a new token forms with its neighbours.
  private mutating func list(_ edges: inout [EdgeList], of token: UInt32) {
    let (occurrences, rules) = (occurrences, rules)
    var swept = false
    var added = 0
    store.add(
      token, &edges, groups: &groups, rules: rules, shapes: vocabulary.shapes
    ) { store, count in
      added = store.candidates.count
      guard store.needsSweep(before: count) else { return }
      store.sweep(occurrences, atLeast: rules.minimumFrequency, wanted: rules.wanted)
      store.reserve(max(store.anchors.count / 2, count))
      swept = true
    }
    guard !swept else { return requeue() }
    for index in added..<store.candidates.count { enqueue(index) }
  }

  private mutating func requeue() {
    queue.replace(
      with: store.candidates.indices.map {
        CandidateQueue.Entry(
          bound: bound($0, frequency: Int(store.candidates[$0].count)), candidate: UInt32($0))
      }, store.candidates)
    wanted.removeAll()
    for index in store.candidates.indices { remember(index) }
  }

  private mutating func enqueue(_ index: Int) {
    queue.push(
      CandidateQueue.Entry(
        bound: bound(index, frequency: Int(store.candidates[index].count)),
        candidate: UInt32(index)), store.candidates)
    remember(index)
  }

  private mutating func remember(_ index: Int) {
    guard !rules.wanted.isEmpty else { return }
    let merge = store.candidates[index].merge
    if rules.wanted.contains(merge) { wanted[merge] = index }
  }

  private func bound(_ index: Int, frequency: Int) -> Double {
    Double(frequency) + weight * Double(store.candidates[index].consistency)
  }
}
