import Media

extension PixelImage {
  /// One pixel of an RGB picture.
  func pixel(column: Int, row: Int) -> [UInt8] {
    Array(samples[(row * width + column) * 3..<(row * width + column + 1) * 3])
  }
}
