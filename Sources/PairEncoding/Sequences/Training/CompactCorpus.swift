/// The cells of a corpus whose tokens take one cell each.
struct CompactCorpus: Sendable {
  /// How many cells there are.
  let cellCount: Int
  /// Runs of cells of equal weight, without gaps.
  let runs: [CorpusStream.Run]
  private let cells: FlatMemory<UInt32>
  private let separator: UInt32

  /// Reads what `stream` holds, as long as it stays as it is.
  init(_ stream: CorpusStream) {
    cells = stream.cells
    cellCount = stream.cellCount
    runs = stream.runs
    separator = stream.separator
  }

  /// Calls `body` with each pair whose left token is in one of some cells, and with that cell, in
  /// ascending order.
  @inline(__always)
  func forEachPair(leftIn range: Range<Int>, _ body: (_ key: UInt64, _ place: Int) -> Void) {
    guard !range.isEmpty else { return }
    var left = cells[range.lowerBound]
    for cell in range.lowerBound..<min(range.upperBound, cellCount - 1) {
      let right = cells[cell + 1]
      if left != separator, right != separator { body(PairKey.joined(left, right), cell) }
      left = right
    }
  }
}
