extension PixelImage {
  /// The square crop of guided-diffusion (Dhariwal and Nichol, arXiv 2105.05233, image_datasets).
  ///
  /// While the shorter side is at least twice `side`, both sides are halved by `box`; then the
  /// picture is resized by `bicubic` so that its shorter side is `side`, both sides rounded to even
  /// at halves, and cropped at floor((size - side) / 2).
  ///
  /// - Throws: `MediaError.invalidRequest`.
  func guidedDiffusionCrop(_ side: Int) throws(MediaError) -> PixelImage {
    try Self.checkSize(width: side, height: side)
    var image = self
    while image.size.shorterSide >= 2 * side {
      image = try image.resized(
        toWidth: image.width / 2, height: image.height / 2, filter: .box)
    }
    let scale = Double(side) / Double(image.size.shorterSide)
    let size = PixelSize(
      width: Self.scaled(image.width, by: scale), height: Self.scaled(image.height, by: scale))
    return try image.resized(
      toWidth: size.width, height: size.height, filter: .bicubic,
      keeping: size.center(width: side, height: side, rounding: .down))
  }

  /// A side times a scale, halves rounded to even.
  static func scaled(_ side: Int, by scale: Double) -> Int {
    Int((Double(side) * scale).rounded(.toNearestOrEven))
  }
}
