/// A picture's extent in pixels.
struct PixelSize: Equatable {
  /// Pixels in a row.
  let width: Int
  /// Rows.
  let height: Int

  /// The shorter side.
  var shorterSide: Int { min(width, height) }
  /// The longer side.
  var longerSide: Int { max(width, height) }

  /// The part of `width` by `height` pixels in the middle; half a pixel goes where `rounding` says.
  func center(
    width partWidth: Int, height partHeight: Int, rounding: FloatingPointRoundingRule
  ) -> PixelRectangle {
    let left = Int((Double(width - partWidth) / 2).rounded(rounding))
    let top = Int((Double(height - partHeight) / 2).rounded(rounding))
    return PixelRectangle(columns: left..<left + partWidth, rows: top..<top + partHeight)
  }
}

extension PixelImage {
  /// The picture's extent.
  var size: PixelSize { PixelSize(width: width, height: height) }
}
