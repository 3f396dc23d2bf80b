/// Something that lies at a place.
protocol Placed {
  var place: Place { get }
}

/// Where a cell lies, seen from an anchor, in the four bytes that tables of shapes can afford.
struct Place: Hashable, Sendable {
  var row: Int16
  var column: Int16

  /// Moves by rows and columns; both stay small because shapes do (``ShapeTable/cellLimit``).
  func moved(by offset: Place) -> Place {
    Place(row: row &+ offset.row, column: column &+ offset.column)
  }

  /// Raster order in one comparison.
  var rasterRank: Int32 { Int32(row) << 16 &+ Int32(column) }
}

extension Place: Placed {
  var place: Place { self }

  /// An offset between anchors, if shapes of permitted size can lie that far apart.
  init?(_ offset: CellOffset) {
    let reach = -ShapeTable.cellLimit...ShapeTable.cellLimit
    guard reach.contains(offset.row), reach.contains(offset.column) else { return nil }
    self.init(row: Int16(offset.row), column: Int16(offset.column))
  }

  var offset: CellOffset { CellOffset(row: Int(row), column: Int(column)) }
}

/// A cell of a shape.
struct PlacedCode: Placed, Hashable, Sendable {
  var place: Place
  var code: UInt32
}

/// The rows and columns that a shape spans, seen from its anchor.
struct ShapeBox: Hashable, Sendable {
  var lastRow: Int16
  var firstColumn: Int16
  var lastColumn: Int16

  /// The box around this one and another whose anchor lies at `place`.
  func joined(with other: ShapeBox, at place: Place) -> ShapeBox {
    ShapeBox(
      lastRow: max(lastRow, other.lastRow &+ place.row),
      firstColumn: min(firstColumn, other.firstColumn &+ place.column),
      lastColumn: max(lastColumn, other.lastColumn &+ place.column))
  }

  /// How many cells it has.
  var area: Int { (Int(lastRow) + 1) * (Int(lastColumn) - Int(firstColumn) + 1) }
}
