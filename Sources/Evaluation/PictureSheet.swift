import Media

/// Pictures in square boxes of one size, side by side.
struct PictureSheet {
  private static let gap = 8

  private let boxSide: Int
  private let rowsTogether: Int
  /// The sheet as it is so far.
  private(set) var image: PixelImage

  /// An empty sheet.
  ///
  /// - Parameters:
  ///   - columns: boxes in a row.
  ///   - rows: rows of boxes.
  ///   - boxSide: the side of a box in pixels.
  ///   - rowsTogether: how many rows belong together and are followed by a wider gap.
  ///   - background: the colour of the ground, `[red, green, blue]`.
  init(columns: Int, rows: Int, boxSide: Int, rowsTogether: Int, background: [UInt8]) {
    self.boxSide = boxSide
    self.rowsTogether = rowsTogether
    let step = boxSide + Self.gap
    image = PixelImage(
      width: columns * step + Self.gap,
      height: rows * step + (rows + rowsTogether - 1) / rowsTogether * Self.gap + Self.gap,
      filledWith: background)
  }

  /// Copies an RGB picture, not larger than a box, into the middle of one.
  mutating func place(_ picture: PixelImage, row: Int, column: Int) {
    let step = boxSide + Self.gap
    let left = Self.gap + column * step + (boxSide - picture.width) / 2
    let top =
      Self.gap + row * step + row / rowsTogether * Self.gap + (boxSide - picture.height) / 2
    for line in 0..<picture.height {
      let source = line * picture.width * 3
      let target = ((top + line) * image.width + left) * 3
      image.samples.replaceSubrange(
        target..<target + picture.width * 3,
        with: picture.samples[source..<source + picture.width * 3])
    }
  }
}
