/// Work on the rows of a matrix in fixed blocks, on all threads when there is enough of it.
enum RowBlocks {
  static func forEach(rows: Int, columns: Int, _ body: (Range<Int>) -> Void) {
    forEachNumbered(rows: rows, columns: columns) { body($1) }
  }

  /// The same with the block's number, for what is summed in blocks.
  static func forEachNumbered(
    rows: Int, columns: Int, _ body: (_ block: Int, _ rows: Range<Int>) -> Void
  ) {
    let size = size(columns: columns)
    withoutActuallyEscaping(body) { body in
      // Safe: each block touches its own rows, and all are done before this returns.
      nonisolated(unsafe) let body = body
      ElementBlocks.forEach(of: size, count: rows, elements: columns) {
        body($0.lowerBound / size, $0)
      }
    }
  }

  /// How many blocks there are.
  static func count(rows: Int, columns: Int) -> Int {
    let size = size(columns: columns)
    return (rows + size - 1) / size
  }

  private static func size(columns: Int) -> Int {
    max(1, ElementBlocks.size / max(columns, 1))
  }
}
