import PairEncoding
import TokenStreams

/// A grid under pair encoding in the plainest way: every token knows all of its cells.
struct ReferenceBoard {
  struct Piece {
    var token: UInt32
    /// In raster order; the first is the anchor.
    var cells: [CellOffset]
  }

  let grid: TokenGrid
  /// In raster order of anchors.
  private(set) var pieces: [Piece]

  init(_ grid: TokenGrid) {
    self.grid = grid
    pieces = grid.tokens.enumerated().map { index, code in
      Piece(
        token: code, cells: [CellOffset(row: index / grid.width, column: index % grid.width)])
    }
  }

  var tokens: [UInt32] { pieces.map(\.token) }

  /// Every pair of neighbours with the anchors of both, in raster order of the first, then the second.
  func pairs() -> [(merge: GridMerge, first: CellOffset, second: CellOffset)] {
    var owner: [CellOffset: Int] = [:]
    for (index, piece) in pieces.enumerated() {
      for cell in piece.cells { owner[cell] = index }
    }
    var found: Set<[Int]> = []
    for (index, piece) in pieces.enumerated() {
      for cell in piece.cells {
        for (row, column) in [(0, 1), (1, 0)] {
          let beside = CellOffset(row: cell.row + row, column: cell.column + column)
          if let other = owner[beside], other != index {
            found.insert([min(index, other), max(index, other)])
          }
        }
      }
    }
    return found.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }.map { pair in
      let (first, second) = (pieces[pair[0]], pieces[pair[1]])
      let offset = CellOffset(
        row: second.cells[0].row - first.cells[0].row,
        column: second.cells[0].column - first.cells[0].column)
      return (
        GridMerge(first: first.token, second: second.token, offset: offset), first.cells[0],
        second.cells[0]
      )
    }
  }

  /// Where a merge would be applied: greedily, in raster order of first tokens.
  func applications(of merge: GridMerge) -> [(first: CellOffset, second: CellOffset)] {
    var joined: Set<CellOffset> = []
    return pairs().filter { $0.merge == merge }.compactMap { pair in
      guard joined.isDisjoint(with: [pair.first, pair.second]) else { return nil }
      joined.formUnion([pair.first, pair.second])
      return (pair.first, pair.second)
    }
  }

  /// Joins a pair wherever it can be, and says how often that was.
  @discardableResult
  mutating func apply(_ merge: GridMerge, becoming token: UInt32) -> Int {
    let places = applications(of: merge)
    for place in places {
      guard let second = pieces.firstIndex(where: { $0.cells[0] == place.second }),
        let first = pieces.firstIndex(where: { $0.cells[0] == place.first })
      else { continue }
      let cells = (pieces[first].cells + pieces[second].cells).sorted()
      pieces[first] = Piece(token: token, cells: cells)
      pieces.remove(at: second)
    }
    return places.count
  }
}

/// Training and encoding that count everything again before each merge.
enum ReferenceGridPairs {
  static func encode(_ grid: TokenGrid, _ vocabulary: GridVocabulary) -> [UInt32] {
    var board = ReferenceBoard(grid)
    for (rank, merge) in vocabulary.merges.enumerated() {
      board.apply(merge, becoming: vocabulary.token(ofRank: rank))
    }
    return board.tokens
  }
}
