import Threads

/// The pairs of base codes before the first merge.
enum BasePairs {
  /// About how many cells are looked at together; a code is never cut.
  private static let blockSize = 1 << 16
  /// How many blocks are looked at before their lists are joined to the whole.
  private static let waveSize = 16

  /// Lists every pair of neighbouring codes that the rules admit.
  static func collect(
    from storage: BoardStorage, rules: GridPairRules, shapes: ShapeTable
  ) -> CandidateStore {
    let sorted = SortedCells(of: storage, alphabetSize: shapes.alphabetSize)
    let blocks = sorted.blocks(of: blockSize, storage)
    var all = CandidateStore()
    // Two occurrences a cell at most, and some for merged tokens; untouched memory costs nothing.
    all.reserve(3 * sorted.cells.count)
    all.candidates.reserveCapacity(sorted.cells.count / 2)
    for start in stride(from: 0, to: blocks.count, by: waveSize) {
      let wave = Parallel.map(count: min(waveSize, blocks.count - start)) { index in
        pairs(of: sorted.cells[blocks[start + index]], storage, rules: rules, shapes: shapes)
      }
      for store in wave { all.append(store) }
    }
    return all
  }

  /// The pairs whose first codes stand at some cells, equal codes together.
  private static func pairs(
    of cells: ArraySlice<UInt32>, _ storage: BoardStorage, rules: GridPairRules, shapes: ShapeTable
  ) -> CandidateStore {
    let board = storage.board
    var store = CandidateStore()
    var groups = EdgeGroups()
    var rest = cells
    while let head = rest.first {
      let code = board[Int(head)]
      let run = rest.prefix { board[Int($0)] == code }
      groups.removeAll()
      let edges = edges(of: run, board, runs: storage.layout.runs, groups: &groups)
      store.add(code, [edges], groups: groups, rules: rules, shapes: shapes)
      rest = rest[run.endIndex...]
    }
    return store
  }

  /// What stands to the right of each cell and below it.
  private static func edges(
    of cells: ArraySlice<UInt32>, _ board: Board, runs: [BoardLayout.Run],
    groups: inout EdgeGroups
  ) -> GroupedEdges {
    var edges = GroupedEdges(anchors: [])
    edges.groups.reserveCapacity(2 * cells.count)
    edges.anchors.reserveCapacity(2 * cells.count)
    var strides = StrideCursor(runs)
    for cell in cells {
      let stride = strides.stride(at: Int(cell))
      for place in [Place(row: 0, column: 1), Place(row: 1, column: 0)] {
        let token = board[Int(cell) + (place.row == 0 ? 1 : stride)]
        guard token != BoardCell.outside else { continue }
        edges.groups.append(groups.count(Neighbour(token: token, place: place).key))
        edges.anchors.append(cell)
      }
    }
    return edges
  }
}

/// The cells of all grids by their codes, then by place.
private struct SortedCells: Sendable {
  private(set) var cells: [UInt32]

  /// Sorts by one or two digits of the codes, the lower digit first.
  init(of storage: BoardStorage, alphabetSize: Int) {
    let board = storage.board
    cells = (0..<storage.layout.cellCount).compactMap { cell in
      board[cell] == BoardCell.outside ? nil : UInt32(cell)
    }
    let digitBits = 12
    let bits = Int.bitWidth - (alphabetSize - 1).leadingZeroBitCount
    for shift in stride(from: 0, to: bits, by: digitBits) {
      let digit = { (cell: UInt32) in
        Int(board[Int(cell)] >> UInt32(shift)) & (1 << digitBits - 1)
      }
      var next = [Int](repeating: 0, count: 1 << digitBits + 1)
      for cell in cells { next[digit(cell) + 1] += 1 }
      for value in 0..<1 << digitBits { next[value + 1] += next[value] }
      cells = unsafe [UInt32](unsafeUninitializedCapacity: cells.count) { sorted, count in
        for cell in cells {
          let value = digit(cell)
          unsafe sorted[next[value]] = cell
          next[value] += 1
        }
        count = cells.count
      }
    }
  }

  /// Cuts the cells where the code changes, after about so many each.
  func blocks(of size: Int, _ storage: BoardStorage) -> [Range<Int>] {
    let board = storage.board
    var blocks: [Range<Int>] = []
    var start = 0
    while start < cells.count {
      var end = min(start + size, cells.count)
      while end < cells.count,
        board[Int(cells[end])] == board[Int(cells[end - 1])]
      {
        end += 1
      }
      blocks.append(start..<end)
      start = end
    }
    return blocks
  }
}
