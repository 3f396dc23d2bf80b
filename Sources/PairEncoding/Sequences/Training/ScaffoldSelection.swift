import HeapModule

/// Which tokens are scaffolds at the moment.
struct ScaffoldSelection {
  private struct Entry: Comparable {
    let count: Int
    let token: UInt32

    static func < (one: Entry, other: Entry) -> Bool {
      one.count != other.count ? one.count < other.count : one.token > other.token
    }
  }

  /// The scaffolds.
  private(set) var tokens: Set<UInt32>
  /// How often each token stands in the corpus.
  private let frequencies: FlatMemory<Int>
  /// Scaffolds by frequency, which has perhaps fallen since.
  private var heap: Heap<Entry>

  /// Takes up the scaffolds of a table, all of whose merges are made in `stream`.
  ///
  /// - Throws: `PairEncodingError.outOfMemory`.
  init(
    _ stream: CorpusStream, _ table: MergeTable, tokenLimit: Int
  ) throws(PairEncodingError) {
    let frequencies = try FlatMemory<Int>(count: tokenLimit + 1)
    var cell = 0
    for run in stream.runs {
      while cell < run.end {
        frequencies[Int(stream.cells[cell])] += run.weight
        cell += 1
      }
    }
    self.frequencies = frequencies
    tokens = Set(table.scaffolds)
    heap = Heap(tokens.map { Entry(count: frequencies[Int($0)], token: $0) })
  }

  /// Counts what a merge did to the frequencies of its three tokens.
  mutating func note(_ pair: PairCandidate, became result: UInt32, times count: Int) {
    frequencies[Int(pair.left)] -= count
    frequencies[Int(pair.right)] -= count
    frequencies[Int(result)] += count
    if tokens.contains(result) { push(result) }
  }

  /// Makes the parts of a merge scaffolds if they have become rarer than the next pair.
  mutating func remove(_ pair: PairCandidate, rarerThan count: Int, alphabetSize: Int) {
    for token in [pair.left, pair.right]
    where Int(token) >= alphabetSize && frequencies[Int(token)] < count && !tokens.contains(token) {
      tokens.insert(token)
      push(token)
    }
  }

  /// Makes the most frequent scaffold a token again if it is not rarer than the next pair.
  ///
  /// - Returns: whether there is one.
  mutating func restoreOne(asFrequentAs count: Int) -> Bool {
    while let entry = heap.max {
      if entry.count != frequencies[Int(entry.token)] || !tokens.contains(entry.token) {
        heap.removeMax()
        if tokens.contains(entry.token) { push(entry.token) }
        continue
      }
      guard entry.count >= count else { return false }
      heap.removeMax()
      tokens.remove(entry.token)
      return true
    }
    return false
  }

  private mutating func push(_ token: UInt32) {
    heap.insert(Entry(count: frequencies[Int(token)], token: token))
  }
}
