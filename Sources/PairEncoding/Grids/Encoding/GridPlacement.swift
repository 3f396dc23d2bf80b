import TokenStreams

/// A grid that is filled by placing each token's anchor at the first empty cell.
struct GridPlacement {
  private let height: Int
  private let width: Int
  /// No code is as large as what stands in empty cells.
  private static let empty = UInt32.max
  private var codes: [UInt32]
  private var firstEmpty = 0

  /// An empty grid, or nil when there is none of that size.
  private init?(height: Int, width: Int) {
    let (area, overflow) = height.multipliedReportingOverflow(by: width)
    guard height > 0, width > 0, !overflow, area <= GridPairError.cellLimit else { return nil }
    self.height = height
    self.width = width
    // Filled later: only tokens with as many cells are worth the memory.
    codes = []
  }

  /// The grid that tokens fill.
  ///
  /// - Throws: `GridPairError.impossibleExtent`, `GridPairError.undecodable`.
  static func grid(
    of tokens: some Collection<UInt32>, height: Int, width: Int, number: Int, shapes: ShapeTable
  ) throws(GridPairError) -> TokenGrid {
    guard var placement = GridPlacement(height: height, width: width) else {
      throw .impossibleExtent(grid: number, height: height, width: width)
    }
    var position = 0
    do throws(PlacementFault) {
      var covered = 0
      for token in tokens {
        guard token < shapes.tokenCount else { throw .unknownToken(token) }
        covered += shapes.cellCount(of: token)
        position += 1
      }
      guard covered >= height * width else {
        throw .tooFewCells(covered: covered, needed: height * width)
      }
      placement.codes = Array(repeating: Self.empty, count: height * width)
      position = 0
      for token in tokens {
        try placement.place(token, shapes)
        position += 1
      }
      return try placement.finished()
    } catch {
      throw .undecodable(grid: number, position: position, error)
    }
  }

  /// Places one token that is known.
  private mutating func place(_ token: UInt32, _ shapes: ShapeTable) throws(PlacementFault) {
    while firstEmpty < codes.count, codes[firstEmpty] != Self.empty { firstEmpty += 1 }
    guard firstEmpty < codes.count else { throw .noCellLeft(token) }
    guard token >= shapes.alphabetSize else {
      codes[firstEmpty] = token
      return
    }
    let (row, column) = (firstEmpty / width, firstEmpty % width)
    let box = shapes.boxes[shapes.shape(of: token)]
    guard row + Int(box.lastRow) < height, column + Int(box.firstColumn) >= 0,
      column + Int(box.lastColumn) < width
    else { throw .outside(token, row: row, column: column) }
    for part in shapes.places(of: token) {
      let cell = firstEmpty + Int(part.place.row) * width + Int(part.place.column)
      guard codes[cell] == Self.empty else {
        throw .overlapping(token, row: row, column: column)
      }
      codes[cell] = part.code
    }
  }

  /// The filled grid.
  private func finished() throws(PlacementFault) -> TokenGrid {
    // Tokens with enough cells that neither overlapped nor found the grid full have filled it.
    guard let grid = try? TokenGrid(height: height, width: width, tokens: codes) else {
      throw .tooFewCells(covered: codes.count, needed: height * width)
    }
    return grid
  }
}
