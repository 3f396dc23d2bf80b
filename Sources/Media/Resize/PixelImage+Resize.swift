import CKernels

extension PixelImage {
  /// The picture at another size, bit for bit as Pillow 12's `Image.resize`.
  ///
  /// The horizontal pass comes first and its result is rounded to 8 bits; a pass that changes
  /// nothing is skipped. Colours of a picture with alpha are weighted by it, except by `nearest`.
  ///
  /// - Throws: `MediaError.invalidRequest` for a size without pixels or over
  ///   `ImageDecoding.defaultPixelLimit`.
  public func resized(
    toWidth newWidth: Int, height newHeight: Int, filter: ResizeFilter
  ) throws(MediaError) -> PixelImage {
    try resized(toWidth: newWidth, height: newHeight, filter: filter, keeping: nil)
  }

  /// A part of the picture at another size: the same pixels as resizing and then cropping, without
  /// computing those that the crop drops.
  ///
  /// - Throws: `MediaError.invalidRequest` as ``resized(toWidth:height:filter:)``, and for a part
  ///   beyond the new size.
  public func resized(
    toWidth newWidth: Int, height newHeight: Int, filter: ResizeFilter,
    keeping part: PixelRectangle?
  ) throws(MediaError) -> PixelImage {
    try Self.checkSize(width: newWidth, height: newHeight)
    let part = part ?? PixelRectangle(width: newWidth, height: newHeight)
    guard part.lies(inWidth: newWidth, height: newHeight) else {
      throw MediaError.invalidRequest(
        reason: "columns \(part.columns) and rows \(part.rows) do not lie within the new size "
          + "\(newWidth)x\(newHeight); crop inside it")
    }
    guard newWidth != width || newHeight != height else { return try cropped(to: part) }
    if filter == .nearest {
      return nearest(toWidth: newWidth, height: newHeight, keeping: part)
    }
    guard channels == .rgba else {
      return try filtered(toWidth: newWidth, height: newHeight, filter: filter, keeping: part)
    }
    return try premultiplied()
      .filtered(toWidth: newWidth, height: newHeight, filter: filter, keeping: part)
      .unpremultiplied()
  }

  /// Checks the size of a picture to be made.
  ///
  /// - Throws: `MediaError.invalidRequest`.
  static func checkSize(width: Int, height: Int) throws(MediaError) {
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    guard width > 0, height > 0, !overflow, pixels <= ImageDecoding.defaultPixelLimit else {
      throw MediaError.invalidRequest(
        reason: "a picture of \(width)x\(height) pixels; give sides of at least 1 and at most "
          + "\(ImageDecoding.defaultPixelLimit) pixels in all")
    }
  }

  private func nearest(
    toWidth newWidth: Int, height newHeight: Int, keeping part: PixelRectangle
  ) -> PixelImage {
    let columns = Self.nearestPlaces(part.columns, from: width, to: newWidth)
    let rows = Self.nearestPlaces(part.rows, from: height, to: newHeight)
    var picked = [UInt8]()
    picked.reserveCapacity(columns.count * rows.count * channels.count)
    for row in rows {
      for column in columns {
        let place = (row * width + column) * channels.count
        picked += samples[place..<place + channels.count]
      }
    }
    return PixelImage(
      width: columns.count, height: rows.count, channels: channels, samples: picked)
  }

  private static func nearestPlaces(
    _ outputs: Range<Int>, from source: Int, to target: Int
  ) -> [Int] {
    let scale = Double(source) / Double(target)
    return outputs.map { min(Int((Double($0) + 0.5) * scale), source - 1) }
  }

  private func filtered(
    toWidth newWidth: Int, height newHeight: Int, filter: ResizeFilter,
    keeping part: PixelRectangle
  ) throws(MediaError) -> PixelImage {
    guard newHeight != height else {
      let columns = ResizeAxis(from: width, to: newWidth, filter: filter, window: part.columns)
      return filteredColumns(columns, rows: part.rows)
    }
    let rows = ResizeAxis(from: height, to: newHeight, filter: filter, window: part.rows)
    // Only the rows that the vertical pass will read go through the horizontal one.
    let needed = rows.needed
    guard newWidth != width else {
      let strip = try cropped(to: PixelRectangle(columns: part.columns, rows: needed))
      return strip.filteredRows(rows, firstRow: needed.lowerBound)
    }
    let columns = ResizeAxis(from: width, to: newWidth, filter: filter, window: part.columns)
    return filteredColumns(columns, rows: needed)
      .filteredRows(rows, firstRow: needed.lowerBound)
  }

  /// The horizontal pass over some rows.
  private func filteredColumns(_ axis: ResizeAxis, rows: Range<Int>) -> PixelImage {
    let columns = axis.starts.count
    let inputStride = width * channels.count
    let outputStride = columns * channels.count
    // The kernel reads and writes whole pixels of four bytes: each row goes through a padded copy.
    var inputRow = [UInt8](repeating: 0, count: inputStride + 4)
    var outputRow = [UInt8](repeating: 0, count: outputStride + 4)
    var output = [UInt8]()
    output.reserveCapacity(outputStride * rows.count)
    for row in rows {
      inputRow.replaceSubrange(
        0..<inputStride, with: samples[row * inputStride..<(row + 1) * inputStride])
      tessera_resize_columns(
        inputRow, channels.count, axis.starts, axis.counts, axis.weights, axis.taps, columns,
        &outputRow)
      output += outputRow[..<outputStride]
    }
    return PixelImage(width: columns, height: rows.count, channels: channels, samples: output)
  }

  /// The vertical pass; `firstRow` is the source row that this picture's first row holds.
  private func filteredRows(_ axis: ResizeAxis, firstRow: Int) -> PixelImage {
    let stride = width * channels.count
    let rowCount = axis.starts.count
    let output = [UInt8](unsafeUninitializedCapacity: stride * rowCount) { output, count in
      samples.withUnsafeBufferPointer { input in
        axis.weights.withUnsafeBufferPointer { weights in
          guard let input = input.baseAddress, let weights = weights.baseAddress,
            let output = output.baseAddress
          else { return }
          for row in 0..<rowCount {
            tessera_resize_rows(
              input + (Int(axis.starts[row]) - firstRow) * stride, stride,
              weights + row * axis.taps, Int(axis.counts[row]), stride, output + row * stride)
          }
        }
      }
      count = stride * rowCount
    }
    return PixelImage(width: width, height: rowCount, channels: channels, samples: output)
  }
}
