import CKernels
import Threads

/// One product on all threads.
///
/// Results don't depend on how it is cut (``PackedMatrix``), so the cut may follow the number of
/// threads. It is cut finer than there are threads, lest a core that is slowed down hold up all.
// Unchecked: each index of a loop writes its own rows and columns.
struct ParallelProduct: @unchecked Sendable {
  let matrix: PackedMatrix
  let left: LeftRows
  let panels: Range<Int>
  /// Where column 0 of the first row goes, be it among the panels or not; so for biases and
  /// residuals.
  let out: OutputRows
  let finish: tessera_finish
  let arena: BufferArena

  /// The most memory that a copy for all threads takes, in floats: 64 MB.
  private static let largestCopy = 16 << 20

  func run() {
    if Parallel.threadCount <= 1 {
      matrix.multiply(left, panels: panels, into: out, finish, arena: arena)
    } else if sharesRows {
      runByPanels()
    } else {
      runByRows()
    }
  }

  /// Whether all threads are to read one copy of the rows.
  ///
  /// Where rows are many, each thread copies rows of its own, which then stay in its cache; so for
  /// few panels, where copying counts. Convolutions copy a row per tap.
  private var sharesRows: Bool {
    let threads = Parallel.threadCount
    let fewRows = (left.taps.count > 1 ? 2 : 8) * Int(TESSERA_ROWS_AT_A_TIME) * threads
    return panels.count >= 4 * threads && left.count <= fewRows
      && CopiedRows.count(of: left) <= Self.largestCopy
  }

  private func runByPanels() {
    let copied = CopiedRows(left, for: matrix.precision, in: arena)
    defer { copied.release(to: arena) }
    let together = left.withUnsafeRows { rows in
      var rows = rows
      return tessera_panels_at_a_time(&rows)
    }
    let groups = (panels.count + together - 1) / together
    Parallel.forEach(count: copied.blockCount * groups) { index in
      let first = panels.lowerBound + index % groups * together
      matrix.multiply(
        copied, block: index / groups, panels: first..<min(first + together, panels.upperBound),
        into: out, finish, arena: arena)
    }
  }

  private func runByRows() {
    let blocks = LineBlocks(left)
    Parallel.forEach(count: blocks.count) { index in
      let block = blocks[index]
      let (line, position) = (block.lines.lowerBound, block.positions.lowerBound)
      var part = left
      part.start += line * left.lineStride + position * left.positionStride
      part.lines = block.lines.count
      part.positions = block.positions.count
      let place = line * out.lineStride + position * out.positionStride
      matrix.multiply(
        part, panels: panels, into: out.moved(by: place),
        tessera_finish(
          bias: finish.bias, activation: finish.activation,
          residual: finish.residual.map { $0 + place }), arena: arena)
    }
  }
}
