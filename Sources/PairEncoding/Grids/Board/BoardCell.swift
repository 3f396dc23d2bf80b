/// What one cell of a board says, in four bytes.
///
/// The anchor of a token says which token it is. Every other cell of the token says how many rows and
/// columns it lies from the anchor. Cells around the grid say that they are none.
enum BoardCell {
  /// A cell around the grid; no way back to an anchor is 2^15 - 1 rows long.
  static let outside: UInt32 = .max
  /// What tells ways to an anchor from tokens, whose ids stay below.
  static let covered: UInt32 = 1 << 31

  /// A cell that a token covers, `place` from its anchor.
  static func covered(at place: Place) -> UInt32 {
    covered | UInt32(UInt16(bitPattern: place.row)) << 16
      | UInt32(UInt16(bitPattern: place.column))
  }

  /// The way from the anchor to a covered cell.
  static func place(of cell: UInt32) -> Place {
    Place(
      row: Int16(truncatingIfNeeded: (cell & ~covered) >> 16),
      column: Int16(truncatingIfNeeded: cell))
  }
}

/// A token beside another, in one number: equal numbers are equal tokens at equal offsets.
struct Neighbour: Hashable, Sendable {
  /// The token in the upper half, then the rows and the columns from one anchor to the other.
  let key: UInt64

  init(key: UInt64) {
    self.key = key
  }

  init(token: UInt32, place: Place) {
    key =
      UInt64(token) << 32 | UInt64(UInt16(bitPattern: place.row)) << 16
      | UInt64(UInt16(bitPattern: place.column))
  }

  var token: UInt32 { UInt32(truncatingIfNeeded: key >> 32) }

  /// From the anchor beside which it lies to its own.
  var place: Place {
    Place(
      row: Int16(truncatingIfNeeded: key >> 16), column: Int16(truncatingIfNeeded: key))
  }

  /// Whether its anchor comes later in raster order.
  var isLater: Bool { place.rasterRank > 0 }
}
