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
  init?(height: Int, width: Int) {
    let (area, overflow) = height.multipliedReportingOverflow(by: width)
    guard height > 0, width > 0, !overflow, area <= GridPairError.cellLimit else { return nil }
    self.height = height
    self.width = width
    codes = Array(repeating: Self.empty, count: area)
  }

  /// Places one token.
  mutating func place(_ token: UInt32, _ shapes: ShapeTable) throws(PlacementFault) {
    guard token < shapes.tokenCount else { throw .unknownToken(token) }
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
  mutating func finished() throws(PlacementFault) -> TokenGrid {
    while firstEmpty < codes.count, codes[firstEmpty] != Self.empty { firstEmpty += 1 }
    guard firstEmpty == codes.count,
      let grid = try? TokenGrid(height: height, width: width, tokens: codes)
    else { throw .endsBefore(row: firstEmpty / width, column: firstEmpty % width) }
    return grid
  }
}
