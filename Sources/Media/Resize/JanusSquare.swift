extension PixelImage {
  /// The square that Janus's image processor makes (transformers, `JanusImageProcessor`).
  ///
  /// Both sides are scaled by side / longer side with `bicubic`, rounded to even at halves and 14 at
  /// least; the picture is centred on a square of its longer side, filled with the mean colour.
  ///
  /// - Throws: `MediaError.invalidRequest`, also for grey pictures and those with alpha.
  func janusSquare(_ side: Int) throws(MediaError) -> PixelImage {
    try Self.checkSize(width: side, height: side)
    guard channels == .rgb else {
      throw MediaError.invalidRequest(reason: "Janus takes RGB pictures; decode without alpha")
    }
    let smallestSide = 14
    let scale = Double(side) / Double(size.longerSide)
    let fitted = try resized(
      toWidth: max(Self.scaled(width, by: scale), smallestSide),
      height: max(Self.scaled(height, by: scale), smallestSide), filter: .bicubic)
    let square = fitted.size.longerSide
    // trunc(255 * mean) of PixelNormalization.clip.
    let meanColor = PixelColor(red: 122, green: 116, blue: 104)
    return fitted.placed(
      atColumn: (square - fitted.width) / 2, row: (square - fitted.height) / 2,
      on: PixelSize(width: square, height: square), filledWith: meanColor.samples)
  }
}
