/// A way of encoding codes that no token reaches into from outside.
protocol PieceEncoder {
  /// Writes the tokens of some codes.
  ///
  /// - Parameters:
  ///   - range: the piece's places in `codes`, one at least.
  ///   - tokens: where they go; has room for as many tokens as codes.
  mutating func encode(
    _ codes: Span<UInt32>, _ range: Range<Int>, to tokens: inout OutputSpan<UInt32>)
}
