/// How many rows and columns one cell lies from another.
public struct CellOffset: Hashable, Sendable, Codable {
  /// Rows downwards.
  public let row: Int
  /// Columns to the right; negative to the left.
  public let column: Int

  /// Takes rows downwards and columns to the right.
  public init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }

  /// Whether a cell at this offset comes later in raster order: further down, or in the same row and
  /// further right.
  public var isLaterInRasterOrder: Bool { row > 0 || (row == 0 && column > 0) }
}

extension CellOffset: Comparable {
  /// Raster order: by row, then by column.
  public static func < (left: CellOffset, right: CellOffset) -> Bool {
    (left.row, left.column) < (right.row, right.column)
  }
}
