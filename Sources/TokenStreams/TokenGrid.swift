/// One token per cell of a grid, row by row from the top left.
public struct TokenGrid: Hashable, Sendable {
  /// Rows of cells.
  public let height: Int
  /// Cells in a row.
  public let width: Int
  /// The tokens, `[height, width]`.
  public let tokens: [UInt32]

  /// Lays tokens out on a grid.
  ///
  /// - Throws: `CodeError.wrongPositions` when they do not fill it.
  public init(height: Int, width: Int, tokens: [UInt32]) throws(CodeError) {
    let (area, overflow) = height.multipliedReportingOverflow(by: width)
    guard height > 0, width > 0, !overflow, area == tokens.count else {
      throw CodeError.wrongPositions(found: tokens.count, layout: "\(height)x\(width) grid")
    }
    self.height = height
    self.width = width
    self.tokens = tokens
  }
}
