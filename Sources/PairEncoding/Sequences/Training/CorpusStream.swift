import TokenStreams

/// A corpus as one row of cells in which tokens grow wider as they merge.
///
/// Sequences stand behind each other with a separator before, between and behind them. A token's
/// first and last cell hold the token, cells between them a hole: so the cell before a token is the
/// last one of its left neighbour, the cell behind it the first one of its right neighbour, and no
/// links are kept. How wide a token is follows from which token it is, since ``compact(merged:)`` gives
/// every token one cell.
struct CorpusStream {
  /// A run of cells whose sequences all weigh the same.
  struct Run {
    /// How often each of its sequences counts.
    let weight: Int
    /// The cell behind its last one.
    var end: Int
  }

  /// The most cells: places are kept in 32 bits, and so are base codes and as many new tokens.
  static let cellLimit = 1 << 32 - 1 << 26

  /// The cells; those from ``cellCount`` on mean nothing.
  let cells: FlatMemory<UInt32>
  /// How many cells hold the corpus.
  private(set) var cellCount = 0
  /// How many cells beyond its first each token takes, by token.
  let extraCells: FlatMemory<UInt32>
  /// Runs of cells of equal weight, without gaps.
  private(set) var runs: [Run] = []
  /// Stands between sequences; ``extraCells`` has a place for it.
  let separator: UInt32

  /// Lays out the pooled sequences of a corpus.
  ///
  /// - Parameters:
  ///   - sequences: the corpus.
  ///   - pool: which of its sequences are different, and how often each counts.
  ///   - tokenLimit: all tokens, now and later, are below it.
  /// - Throws: `PairEncodingError.outOfMemory` or `.corpusTooLarge`.
  init(
    _ sequences: TokenSequences, pool: SequencePool, tokenLimit: Int
  ) throws(PairEncodingError) {
    let needed = pool.members.reduce(1) { $0 + sequences[$1.index].count + 1 }
    guard needed <= Self.cellLimit, let separator = UInt32(exactly: tokenLimit) else {
      throw PairEncodingError.corpusTooLarge(
        codes: sequences.tokens.count, limit: Self.cellLimit - pool.members.count - 1)
    }
    cells = try FlatMemory(count: needed)
    extraCells = try FlatMemory(count: tokenLimit + 1)
    self.separator = separator
    fill(sequences, pool)
  }

  private mutating func fill(_ sequences: TokenSequences, _ pool: SequencePool) {
    let tokens = sequences.tokens.span
    cells[0] = separator
    cellCount = 1
    for member in pool.members {
      for place in sequences.offsets[member.index]..<sequences.offsets[member.index + 1] {
        cells[cellCount] = tokens[place]
        cellCount += 1
      }
      cells[cellCount] = separator
      cellCount += 1
      if runs.last?.weight == member.weight {
        runs[runs.count - 1].end = cellCount
      } else {
        runs.append(Run(weight: member.weight, end: cellCount))
      }
    }
  }

  /// Moves tokens together, so that each takes one cell; only those in `merged` may take more.
  mutating func compact(merged: Range<Int>) {
    let (cells, extraCells) = (cells, extraCells)
    var (from, to) = (0, 0)
    for index in runs.indices {
      while from < runs[index].end {
        let token = cells[from]
        cells[to] = token
        to += 1
        from += 1 + Int(extraCells[Int(token)])
      }
      runs[index].end = to
    }
    cellCount = to
    for token in merged { extraCells[token] = 0 }
  }

  /// Puts a token in the place of every pair from the left, while each token takes one cell.
  ///
  /// - Returns: how many tokens fewer there are, each place as often as it weighs.
  mutating func replace(_ pair: PairCandidate, by result: UInt32) -> Int {
    var (from, to, joined) = (0, 0, 0)
    for index in runs.indices {
      while from < runs[index].end {
        let isPair =
          cells[from] == pair.left && from + 1 < runs[index].end && cells[from + 1] == pair.right
        cells[to] = isPair ? result : cells[from]
        joined += isPair ? runs[index].weight : 0
        from += isPair ? 2 : 1
        to += 1
      }
      runs[index].end = to
    }
    cellCount = to
    return joined
  }

  /// The weight of what stands in a cell, and where the run of cells ends that weigh as much.
  func run(at cell: Int) -> Run {
    var (low, high) = (0, runs.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].end <= cell { low = middle + 1 } else { high = middle }
    }
    return runs[low]
  }
}
