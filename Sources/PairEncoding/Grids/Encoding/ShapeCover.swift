import TokenStreams

/// Covering a grid by the largest shapes that fit, without merges (``GridEncodingMode``).
struct ShapeCover: Sendable {
  /// A merged token and where its cells are.
  private struct Entry {
    let token: UInt32
    let box: ShapeBox
    let cells: Range<Int>
  }

  /// The cells of all shapes (``ShapeTable/cells``).
  private let cells: [PlacedCode]
  /// By the code of the anchor; of one code the largest first, then the lowest.
  private let entries: [Entry]
  private let rangeOfCode: [UInt32: Range<Int>]

  init(_ vocabulary: GridVocabulary) {
    let shapes = vocabulary.shapes
    let tokens = (vocabulary.alphabetSize..<vocabulary.count).map { UInt32($0) }.sorted {
      (shapes.anchorCode(of: $0), -shapes.cellCount(of: $0), $0)
        < (shapes.anchorCode(of: $1), -shapes.cellCount(of: $1), $1)
    }
    cells = shapes.cells
    entries = tokens.map { token in
      let shape = shapes.shape(of: token)
      return Entry(
        token: token, box: shapes.boxes[shape],
        cells: shapes.cellStarts[shape]..<shapes.cellStarts[shape + 1])
    }
    var ranges: [UInt32: Range<Int>] = [:]
    for (index, token) in tokens.enumerated() {
      let code = shapes.anchorCode(of: token)
      ranges[code] = (ranges[code]?.lowerBound ?? index)..<index + 1
    }
    rangeOfCode = ranges
  }

  /// Writes the tokens of a grid, whose codes were checked, behind others.
  func encode(_ grid: TokenGrid, into tokens: inout [UInt32]) {
    var isFilled = [Bool](repeating: false, count: grid.tokens.count)
    for cell in grid.tokens.indices where !isFilled[cell] {
      guard let index = largest(at: cell, of: grid, isFilled) else {
        tokens.append(grid.tokens[cell])
        continue
      }
      tokens.append(entries[index].token)
      for part in entries[index].cells {
        let place = cells[part].place
        isFilled[cell + Int(place.row) * grid.width + Int(place.column)] = true
      }
    }
  }

  private func largest(at cell: Int, of grid: TokenGrid, _ isFilled: [Bool]) -> Int? {
    guard let range = rangeOfCode[grid.tokens[cell]] else { return nil }
    let (row, column) = (cell / grid.width, cell % grid.width)
    for index in range {
      let box = entries[index].box
      if row + Int(box.lastRow) < grid.height, column + Int(box.firstColumn) >= 0,
        column + Int(box.lastColumn) < grid.width,
        fits(entries[index].cells, at: cell, of: grid, isFilled)
      {
        return index
      }
    }
    return nil
  }

  private func fits(
    _ parts: Range<Int>, at cell: Int, of grid: TokenGrid, _ isFilled: [Bool]
  ) -> Bool {
    for index in parts {
      let part = cells[index]
      let other = cell + Int(part.place.row) * grid.width + Int(part.place.column)
      if grid.tokens[other] != part.code || isFilled[other] { return false }
    }
    return true
  }
}
