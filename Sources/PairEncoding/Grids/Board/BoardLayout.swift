/// Where the cells of many grids lie in one row of memory.
///
/// Each grid row is followed by one cell that is outside, each grid preceded by a row of such cells, and
/// the last one followed by one: every cell that touches a grid can be read without asking where the
/// grid ends. Narrow grids come first, so that one stride holds for long runs of cells.
struct BoardLayout: Sendable {
  /// Cells in which one stride holds.
  struct Run: Sendable {
    /// One past its last cell.
    var end: Int
    /// Cells from one row to the next.
    var stride: Int
  }

  /// Where each grid's top left cell lies.
  private(set) var origins: [Int]
  private(set) var runs: [Run] = []
  /// How many cells there are, those outside included.
  private(set) var cellCount = 0

  /// Lays out grids of the given heights and widths.
  ///
  /// - Throws: `GridPairError.tooManyCells`.
  init(extents: [(height: Int, width: Int)]) throws(GridPairError) {
    origins = Array(repeating: 0, count: extents.count)
    let order = extents.indices.sorted {
      (extents[$0].width, $0) < (extents[$1].width, $1)
    }
    for grid in order {
      let (height, stride) = (extents[grid].height, extents[grid].width + 1)
      if runs.last?.stride != stride { runs.append(Run(end: cellCount, stride: stride)) }
      origins[grid] = cellCount + stride
      let (area, overflow) = stride.multipliedReportingOverflow(by: height + 1)
      guard !overflow, area <= GridPairError.cellLimit - cellCount else {
        throw .tooManyCells(extents.reduce(0) { Self.saturatingSum($0, $1.height, $1.width) })
      }
      cellCount += area
      runs[runs.count - 1].end = cellCount
    }
    let last = runs.last?.stride ?? 0
    cellCount += last
    if !runs.isEmpty { runs[runs.count - 1].end = cellCount }
  }

  private static func saturatingSum(_ sum: Int, _ height: Int, _ width: Int) -> Int {
    let (area, overflow) = height.multipliedReportingOverflow(by: width)
    let (total, overflows) = sum.addingReportingOverflow(area)
    return overflow || overflows ? .max : total
  }
}

/// Finds the stride at cells that are visited in ascending order.
struct StrideCursor {
  private let runs: [BoardLayout.Run]
  private var next = 0
  private(set) var end = 0
  private(set) var stride = 0

  init(_ runs: [BoardLayout.Run]) {
    self.runs = runs
  }

  /// The stride at a cell that is not before the last one asked for.
  mutating func stride(at cell: Int) -> Int {
    while cell >= end, next < runs.count {
      end = runs[next].end
      stride = runs[next].stride
      next += 1
    }
    return stride
  }
}
