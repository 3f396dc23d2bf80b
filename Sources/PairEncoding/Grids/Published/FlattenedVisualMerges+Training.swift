public import TokenStreams

extension FlattenedVisualMerges {
  /// The most base codes for which ``adjacency(of:alphabetSize:)`` counts.
  public static let adjacencyLimit = 1 << 13

  /// Learns merges as the published code does.
  ///
  /// The first merge is the most frequent pair among right, lower and lower right neighbours, later ones
  /// among consecutive tokens of the flattened grids. Only pairs whose first code is the smaller count;
  /// ties go to the smallest first, then the smallest second code. Ends early when no pair is left. The
  /// published trainer counts on several threads without locks and can lose counts; this one does not.
  ///
  /// - Throws: `GridPairError.noGrids`, `GridPairError.unknownCode`, `GridPairError.tooManyCells`,
  ///   `GridPairError.impossibleAlphabet`, `GridPairError.impossibleOption` for a negative count.
  public static func train(
    on grids: [TokenGrid], alphabetSize: Int, mergeCount: Int
  ) throws(GridPairError) -> FlattenedVisualMerges {
    guard !grids.isEmpty else { throw .noGrids }
    let cellCount = grids.reduce(0) { $0 + $1.tokens.count }
    guard cellCount <= GridPairError.cellLimit else { throw .tooManyCells(cellCount) }
    try GridPairTrainingOptions(mergeCount: mergeCount).check()
    let nothing = try FlattenedVisualMerges(alphabetSize: alphabetSize, merges: [])
    _ = try Flattening(alphabetSize: alphabetSize, first: nil).rows(of: grids)
    guard mergeCount > 0, let first = firstMerge(of: grids) else { return nothing }
    var rules = GridPairRules()
    rules.ascendingOnly = true
    let rows = try Flattening(alphabetSize: alphabetSize, first: first).rows(of: grids)
    var run = try GridTrainingRun(
      rows, alphabetSize: alphabetSize + 1, rules: rules, consistencyWeight: 0)
    do throws(MergeFault) {
      while run.vocabulary.merges.count + 1 < mergeCount, try run.makeBest() != nil {}
    } catch {
      throw .invalidMerge(rank: run.vocabulary.merges.count + 1, error)
    }
    let later = run.vocabulary.merges.map { Merge(left: $0.first, right: $0.second) }
    return try FlattenedVisualMerges(alphabetSize: alphabetSize, merges: [first] + later)
  }

  /// The count matrix from which the first merge is taken, `[alphabetSize, alphabetSize]`, row by row:
  /// how often the code of a column stands to the right of the code of the row, below it, or to the
  /// right below it.
  ///
  /// - Throws: `GridPairError.unknownCode`; `GridPairError.impossibleOption` for more than
  ///   ``adjacencyLimit`` base codes.
  public static func adjacency(
    of grids: [TokenGrid], alphabetSize: Int
  ) throws(GridPairError) -> [Int] {
    guard (1...adjacencyLimit).contains(alphabetSize) else {
      throw .impossibleOption(
        name: "the alphabet of a count matrix", value: "\(alphabetSize)",
        range: "in 1...\(adjacencyLimit)")
    }
    _ = try Flattening(alphabetSize: alphabetSize, first: nil).rows(of: grids)
    var counts = [Int](repeating: 0, count: alphabetSize * alphabetSize)
    for grid in grids {
      forEachPair(of: grid) { counts[Int($0) * alphabetSize + Int($1)] += 1 }
    }
    return counts
  }

  private static func firstMerge(of grids: [TokenGrid]) -> Merge? {
    var groups = EdgeGroups()
    for grid in grids {
      forEachPair(of: grid) { left, right in
        if left < right { _ = groups.count(UInt64(left) << 32 | UInt64(right)) }
      }
    }
    let best = groups.neighbours.indices.min {
      (-Int(groups.counts[$0]), groups.neighbours[$0])
        < (-Int(groups.counts[$1]), groups.neighbours[$1])
    }
    return best.map { index in
      let pair = groups.neighbours[index]
      return Merge(
        left: UInt32(truncatingIfNeeded: pair >> 32), right: UInt32(truncatingIfNeeded: pair))
    }
  }

  /// Calls `body` with each code and its right, lower and lower right neighbour.
  private static func forEachPair(of grid: TokenGrid, _ body: (UInt32, UInt32) -> Void) {
    for row in 0..<grid.height {
      for column in 0..<grid.width {
        let cell = row * grid.width + column
        let (hasRight, hasBelow) = (column + 1 < grid.width, row + 1 < grid.height)
        if hasRight { body(grid.tokens[cell], grid.tokens[cell + 1]) }
        if hasBelow { body(grid.tokens[cell], grid.tokens[cell + grid.width]) }
        if hasRight, hasBelow { body(grid.tokens[cell], grid.tokens[cell + grid.width + 1]) }
      }
    }
  }
}
