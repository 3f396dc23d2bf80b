extension PixelImage {
  /// The pixels inside a rectangle.
  ///
  /// - Throws: `MediaError.invalidRequest` for a rectangle without pixels or beyond the picture.
  public func cropped(to rectangle: PixelRectangle) throws(MediaError) -> PixelImage {
    guard rectangle.lies(inWidth: width, height: height) else {
      throw MediaError.invalidRequest(
        reason: "columns \(rectangle.columns) and rows \(rectangle.rows) do not lie within "
          + "\(width)x\(height) pixels; crop inside the picture")
    }
    var kept = [UInt8]()
    kept.reserveCapacity(rectangle.columns.count * rectangle.rows.count * channels.count)
    for row in rectangle.rows {
      let first = (row * width + rectangle.columns.lowerBound) * channels.count
      kept += samples[first..<first + rectangle.columns.count * channels.count]
    }
    return PixelImage(
      width: rectangle.columns.count, height: rectangle.rows.count, channels: channels,
      samples: kept)
  }

  /// This picture on a larger canvas of one colour, its upper left pixel at `column` and `row`.
  func placed(
    atColumn column: Int, row: Int, on size: PixelSize, filledWith pixel: [UInt8]
  ) -> PixelImage {
    var canvas = PixelImage(
      width: size.width, height: size.height, channels: channels, filledWith: pixel)
    let rowCount = width * channels.count
    for source in 0..<height {
      let place = ((row + source) * size.width + column) * channels.count
      canvas.samples.replaceSubrange(
        place..<place + rowCount, with: samples[source * rowCount..<(source + 1) * rowCount])
    }
    return canvas
  }
}
