/// The cells that one token covers, and the code of each.
public struct TokenShape: Hashable, Sendable {
  /// One cell of a shape.
  public struct Cell: Hashable, Sendable {
    /// Where it lies, seen from the anchor.
    public let offset: CellOffset
    /// Its base code.
    public let code: UInt32
  }

  /// The cells in raster order, of which the first is the anchor.
  public let cells: [Cell]

  /// Rows from the topmost to the lowest cell.
  public var height: Int { cells.reduce(0) { max($0, $1.offset.row) } + 1 }

  /// Columns from the leftmost to the rightmost cell.
  public var width: Int {
    let columns = cells.map(\.offset.column)
    return (columns.max() ?? 0) - (columns.min() ?? 0) + 1
  }

  /// Whether the cells fill a rectangle.
  public var isRectangle: Bool { height * width == cells.count }
}
