public import Jobs
public import Media
public import PairEncoding

/// One picture of many merged tokens, in the order of their numbers, row by row.
///
/// All that fit their boxes are drawn at one scale, in which a box is four positions wide; larger ones
/// are shrunk to theirs. What a token does not cover is violet, since black, white and grey are codes.
public enum TokenSheet {
  /// How many tokens stand in a row.
  public static let columns = 16
  private static let boxSide = 64
  private static let positionsInBox = 4
  private static let background: [UInt8] = [88, 72, 120]

  /// Draws tokens; nil for none.
  ///
  /// - Throws: what decoding them throws.
  public static func image(
    of tokens: [MergedToken], by pictures: TokenPictures
  ) throws -> PixelImage? {
    guard !tokens.isEmpty else { return nil }
    let drawn = try pictures.pictures(of: tokens, background: background)
    let columns = min(columns, drawn.count)
    var sheet = PictureSheet(
      columns: columns, rows: (drawn.count + columns - 1) / columns, boxSide: boxSide,
      rowsTogether: drawn.count, background: background)
    for (index, picture) in drawn.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      let side = Double(boxSide)
      let scale = min(
        side / Double(positionsInBox * pictures.positionSide),
        side / Double(max(picture.width, picture.height)))
      sheet.place(try scaled(picture, by: scale), row: row, column: column)
    }
    return sheet.image
  }

  private static func scaled(_ picture: PixelImage, by scale: Double) throws -> PixelImage {
    try picture.resized(
      toWidth: max(1, Int((Double(picture.width) * scale).rounded())),
      height: max(1, Int((Double(picture.height) * scale).rounded())),
      filter: scale >= 1 ? .nearest : .lanczos)
  }
}
