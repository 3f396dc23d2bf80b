import TokenStreams

/// One grid after another, while merges are made on it.
///
/// It is made for one vocabulary, used by one thread, and keeps its memory from grid to grid.
@safe final class EncodingBoard {
  private let vocabulary: GridVocabulary
  private let table: GridMergeRanks
  private var queue: RankQueue
  private var cells: UnsafeMutableBufferPointer<UInt32>
  private var found: [UInt64] = []

  /// Prepares for a vocabulary whose merges a table holds.
  init(_ vocabulary: GridVocabulary, _ table: GridMergeRanks) {
    self.vocabulary = vocabulary
    self.table = table
    queue = RankQueue(rankCount: vocabulary.merges.count)
    unsafe cells = UnsafeMutableBufferPointer.allocate(capacity: 0)
  }

  deinit {
    unsafe cells.deallocate()
  }

  /// Writes the tokens of a grid, whose codes were checked, behind others.
  ///
  /// `drops` says whether to leave out a merge at the cell of the grid where its first token stands.
  ///
  /// - Throws: `GridPairError.tooManyCells`.
  func encode(
    _ grid: TokenGrid, into tokens: inout [UInt32], drops: (_ rank: Int, _ cell: Int) -> Bool
  ) throws(GridPairError) {
    let layout = try BoardLayout(extents: [(grid.height, grid.width)])
    let (stride, origin) = (grid.width + 1, layout.origins[0])
    let board = lay(grid, stride: stride, cellCount: layout.cellCount)
    addBasePairs(of: grid, board, stride: stride, origin: origin)
    while let (rank, first) = queue.takeLowest() {
      let step = MergeStep(vocabulary, rank: rank, stride: stride)
      var entry = first
      while entry != 0 {
        let (anchor, next) = queue.place(of: entry)
        entry = next
        guard board[anchor] == step.merge.first, board[anchor + step.way] == step.merge.second
        else { continue }
        let row = (anchor - origin) / stride
        guard !drops(rank, anchor - origin - row) else { continue }
        make(step, at: anchor, board, stride: stride)
      }
    }
    for row in 0..<grid.height {
      for cell in origin + row * stride..<origin + row * stride + grid.width {
        if board[cell] < BoardCell.covered { tokens.append(board[cell]) }
      }
    }
  }

  /// One merge as it is made again and again.
  private struct MergeStep {
    let merge: GridMerge
    let token: UInt32
    let place: Place
    /// Cells of the board from the first anchor to the second.
    let way: Int
    let second: ArraySlice<PlacedCode>
    let border: ArraySlice<Place>

    init(_ vocabulary: GridVocabulary, rank: Int, stride: Int) {
      merge = vocabulary.merges[rank]
      token = vocabulary.token(ofRank: rank)
      place = Place(row: Int16(merge.offset.row), column: Int16(merge.offset.column))
      way = merge.offset.row * stride + merge.offset.column
      second = vocabulary.shapes.places(of: merge.second)
      border = vocabulary.shapes.border(of: token)
    }
  }

  private func lay(_ grid: TokenGrid, stride: Int, cellCount: Int) -> Board {
    if unsafe cells.count < cellCount {
      unsafe cells.deallocate()
      unsafe cells = UnsafeMutableBufferPointer.allocate(capacity: cellCount)
    }
    unsafe cells.initialize(repeating: BoardCell.outside)
    let board = unsafe Board(cells, alphabetSize: vocabulary.alphabetSize)
    for row in 0..<grid.height {
      for column in 0..<grid.width {
        board[(row + 1) * stride + column] = grid.tokens[row * grid.width + column]
      }
    }
    return board
  }

  private func addBasePairs(of grid: TokenGrid, _ board: Board, stride: Int, origin: Int) {
    for row in 0..<grid.height {
      for cell in origin + row * stride..<origin + row * stride + grid.width {
        let code = board[cell]
        let (right, below) = (board[cell + 1], board[cell + stride])
        if right != BoardCell.outside {
          add(code, Neighbour(token: right, place: Place(row: 0, column: 1)), at: cell)
        }
        if below != BoardCell.outside {
          add(code, Neighbour(token: below, place: Place(row: 1, column: 0)), at: cell)
        }
      }
    }
  }

  private func add(_ first: UInt32, _ second: Neighbour, at anchor: Int) {
    let rank = table.rank(first, second)
    if rank != GridMergeRanks.none {
      queue.add(rank: rank, anchor: UInt32(truncatingIfNeeded: anchor))
    }
  }

  private func make(_ step: MergeStep, at anchor: Int, _ board: Board, stride: Int) {
    board.join(step.token, at: anchor, place: step.place, second: step.second, stride: stride)
    board.findNeighbours(of: anchor, border: step.border, stride: stride, &found)
    for key in found {
      let neighbour = Neighbour(key: key)
      guard !neighbour.isLater else {
        add(step.token, neighbour, at: anchor)
        continue
      }
      let place = neighbour.place
      let back = Place(row: -place.row, column: -place.column)
      add(
        neighbour.token, Neighbour(token: step.token, place: back),
        at: anchor + Int(place.row) * stride + Int(place.column))
    }
  }
}
