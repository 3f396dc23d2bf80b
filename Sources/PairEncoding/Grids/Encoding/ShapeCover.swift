import TokenStreams

/// Covering a grid by the largest shapes that fit, without merges (``GridEncodingMode``).
struct ShapeCover: Sendable {
  private let shapes: ShapeTable
  /// Merged tokens by the code of their anchor, largest first, then lowest first.
  private let tokensByCode: [UInt32: [UInt32]]

  init(_ vocabulary: GridVocabulary) {
    let shapes = vocabulary.shapes
    self.shapes = shapes
    let merged = (vocabulary.alphabetSize..<vocabulary.count).map { UInt32($0) }
    tokensByCode = Dictionary(grouping: merged) { shapes.anchorCode(of: $0) }.mapValues { tokens in
      tokens.sorted {
        (-shapes.cellCount(of: $0), $0) < (-shapes.cellCount(of: $1), $1)
      }
    }
  }

  /// Writes the tokens of a grid, whose codes were checked, behind others.
  func encode(_ grid: TokenGrid, into tokens: inout [UInt32]) {
    var isFilled = [Bool](repeating: false, count: grid.tokens.count)
    for cell in grid.tokens.indices where !isFilled[cell] {
      let token = largest(at: cell, of: grid, isFilled)
      tokens.append(token)
      for part in shapes.places(of: token) {
        isFilled[cell + Int(part.place.row) * grid.width + Int(part.place.column)] = true
      }
    }
  }

  private func largest(at cell: Int, of grid: TokenGrid, _ isFilled: [Bool]) -> UInt32 {
    let code = grid.tokens[cell]
    let (row, column) = (cell / grid.width, cell % grid.width)
    let fits = { (token: UInt32) in
      let box = shapes.boxes[shapes.shape(of: token)]
      guard row + Int(box.lastRow) < grid.height, column + Int(box.firstColumn) >= 0,
        column + Int(box.lastColumn) < grid.width
      else { return false }
      return shapes.places(of: token).allSatisfy { part in
        let other = cell + Int(part.place.row) * grid.width + Int(part.place.column)
        return grid.tokens[other] == part.code && !isFilled[other]
      }
    }
    return tokensByCode[code]?.first(where: fits) ?? code
  }
}
