/// A way of encoding runs of codes that no token reaches into from outside.
protocol RunEncoder: SendableMetatype {
  /// Whether each sequence is one run.
  static var encodesWholeSequences: Bool { get }

  /// Says which sequence the next runs are of.
  mutating func begin(sequence: Int)

  /// Writes the tokens of a run; there is room for as many as it has codes.
  ///
  /// - Parameters:
  ///   - codes: the codes of the unit that the run is in.
  ///   - ranks: the rank in ``CodeJunctions`` of each code and the one behind it; apart at the last
  ///     code of the run.
  ///   - range: the places of the run in both, one at least.
  ///   - output: where the tokens go.
  mutating func encode(
    _ codes: Span<UInt32>, _ ranks: Span<UInt32>, _ range: Range<Int>,
    to output: inout OutputSpan<UInt32>)
}

extension RunEncoder {
  static var encodesWholeSequences: Bool { false }

  mutating func begin(sequence: Int) {}
}
