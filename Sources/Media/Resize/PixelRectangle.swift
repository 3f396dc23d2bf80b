/// A rectangle of pixels: columns and rows counted from the upper left corner.
public struct PixelRectangle: Equatable, Sendable {
  /// The columns it covers.
  public let columns: Range<Int>
  /// The rows it covers.
  public let rows: Range<Int>

  /// A rectangle from its columns and rows.
  public init(columns: Range<Int>, rows: Range<Int>) {
    self.columns = columns
    self.rows = rows
  }

  /// The rectangle of a whole picture.
  init(width: Int, height: Int) {
    self.init(columns: 0..<width, rows: 0..<height)
  }

  /// Whether it has pixels and all of them lie within a picture.
  func lies(inWidth width: Int, height: Int) -> Bool {
    !columns.isEmpty && !rows.isEmpty && columns.lowerBound >= 0 && rows.lowerBound >= 0
      && columns.upperBound <= width && rows.upperBound <= height
  }
}
