import CKernels
import Threads

/// How the rows of a left operand are cut for several threads: into whole lines, or a single line into
/// runs of its positions.
struct LineBlocks {
  struct Block {
    let lines: Range<Int>
    let positions: Range<Int>
  }

  private let lines: Int
  private let positions: Int
  private let linesPerBlock: Int
  private let positionsPerBlock: Int

  /// Blocks for each thread, where there are rows enough.
  private static let blocksPerThread = 8
  /// Rows that are worth streaming the weights past them.
  private static let fewestRows = 56

  init(_ left: LeftRows) {
    lines = left.lines
    positions = left.positions
    let share = left.count / (Parallel.threadCount * Self.blocksPerThread)
    let rows = min(max(share, Self.fewestRows), Int(TESSERA_ROWS_AT_A_TIME))
    if lines > 1 {
      linesPerBlock = max(1, rows / max(positions, 1))
      positionsPerBlock = max(positions, 1)
    } else {
      linesPerBlock = 1
      positionsPerBlock = rows
    }
  }

  private var positionBlocks: Int { (positions + positionsPerBlock - 1) / positionsPerBlock }

  var count: Int { (lines + linesPerBlock - 1) / linesPerBlock * positionBlocks }

  subscript(index: Int) -> Block {
    let position = index % positionBlocks * positionsPerBlock
    let line = index / positionBlocks * linesPerBlock
    return Block(
      lines: line..<min(line + linesPerBlock, lines),
      positions: position..<min(position + positionsPerBlock, positions))
  }
}
