import Threads
import TokenStreams

/// The cells of all grids of a training set, and their memory.
@safe final class BoardStorage: Sendable {
  let layout: BoardLayout
  /// The cells; valid as long as this object.
  let board: Board
  private let alphabetSize: Int
  // Unchecked: freed once, when nobody has this object any more.
  nonisolated(unsafe) private let cells: UnsafeMutableBufferPointer<UInt32>

  /// Lays out grids whose codes are below `alphabetSize`.
  ///
  /// - Throws: `GridPairError.unknownCode`, `GridPairError.tooManyCells`.
  init(_ grids: [TokenGrid], alphabetSize: Int) throws(GridPairError) {
    layout = try BoardLayout(extents: grids.map { ($0.height, $0.width) })
    self.alphabetSize = alphabetSize
    unsafe cells = UnsafeMutableBufferPointer.allocate(capacity: layout.cellCount)
    unsafe cells.initialize(repeating: BoardCell.outside)
    board = unsafe Board(cells, alphabetSize: alphabetSize)
    let unknown = fill(with: grids)
    if let grid = unknown.firstIndex(where: { $0 != nil }), let position = unknown[grid] {
      throw UnknownCode.error(in: grids[grid], grid: grid, position: position, alphabetSize)
    }
  }

  deinit {
    unsafe cells.deallocate()
  }

  /// Copies codes into place; says for each grid where the first unknown code is.
  private func fill(with grids: [TokenGrid]) -> [Int?] {
    let block = 64
    return Parallel.map(count: (grids.count + block - 1) / block) { index -> [Int?] in
      (index * block..<min(index * block + block, grids.count)).map { number in
        let grid = grids[number]
        let unknown = grid.tokens.firstIndex { $0 >= self.alphabetSize }
        guard unknown == nil else { return unknown }
        for row in 0..<grid.height {
          let start = self.layout.origins[number] + row * (grid.width + 1)
          for column in 0..<grid.width {
            self.board[start + column] = grid.tokens[row * grid.width + column]
          }
        }
        return nil
      }
    }.flatMap { $0 }
  }

  /// The tokens of a grid in the order in which they are written.
  func tokens(ofGrid number: Int, height: Int, width: Int) -> [UInt32] {
    var tokens: [UInt32] = []
    for row in 0..<height {
      let start = layout.origins[number] + row * (width + 1)
      for column in 0..<width {
        let cell = board[start + column]
        if cell < BoardCell.covered { tokens.append(cell) }
      }
    }
    return tokens
  }
}

/// A code that no vocabulary of a size has.
enum UnknownCode {
  /// The error that names its place.
  static func error(
    in grid: TokenGrid, grid number: Int, position: Int, _ alphabetSize: Int
  ) -> GridPairError {
    .unknownCode(
      grid: number, row: position / grid.width, column: position % grid.width,
      code: grid.tokens[position], alphabetSize: alphabetSize)
  }
}
