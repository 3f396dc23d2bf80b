extension PixelImage {
  /// The size whose shorter side is `side` and whose longer is trunc(side * longer / shorter), as
  /// torchvision's `Resize`.
  ///
  /// - Throws: `MediaError.invalidRequest`.
  func size(ofShorterSide side: Int) throws(MediaError) -> PixelSize {
    try Self.checkSize(width: side, height: side)
    let longer = side * size.longerSide / size.shorterSide
    return width <= height
      ? PixelSize(width: side, height: longer) : PixelSize(width: longer, height: side)
  }

  /// The picture with its shorter side at `side` pixels, as torchvision's `Resize(side)`.
  ///
  /// - Throws: `MediaError.invalidRequest` for a side without pixels or a size over the limit.
  public func resized(
    toShorterSide side: Int, filter: ResizeFilter
  ) throws(MediaError) -> PixelImage {
    let size = try size(ofShorterSide: side)
    return try resized(toWidth: size.width, height: size.height, filter: filter)
  }

  /// The middle of the picture, as torchvision's `CenterCrop`: padded with zeros where it is too
  /// small (the odd pixel on the right and below), cropped at round-half-even((size - target) / 2).
  ///
  /// - Throws: `MediaError.invalidRequest` for a size without pixels or over the limit.
  public func centerCropped(
    toWidth newWidth: Int, height newHeight: Int
  ) throws(MediaError) -> PixelImage {
    try Self.checkSize(width: newWidth, height: newHeight)
    let canvas = PixelSize(width: max(width, newWidth), height: max(height, newHeight))
    try Self.checkSize(width: canvas.width, height: canvas.height)
    return try placed(
      atColumn: (canvas.width - width) / 2, row: (canvas.height - height) / 2, on: canvas,
      filledWith: Array(repeating: 0, count: channels.count)
    ).cropped(
      to: canvas.center(width: newWidth, height: newHeight, rounding: .toNearestOrEven))
  }
}
