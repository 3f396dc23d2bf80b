/// Work on the rows of a matrix in fixed blocks, on all threads when there is enough of it.
enum RowBlocks {
  static func forEach(rows: Int, columns: Int, _ body: (Range<Int>) -> Void) {
    let block = max(1, ElementBlocks.size / max(columns, 1))
    withoutActuallyEscaping(body) { body in
      // Safe: each block touches its own rows, and all are done before this returns.
      nonisolated(unsafe) let body = body
      Parallel.forEachBlock(of: block, count: rows) { body($0) }
    }
  }
}
