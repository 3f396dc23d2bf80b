import Threads

/// How one product is cut into blocks that threads compute: rows first, and columns where there are
/// too few rows.
///
/// Results don't depend on the cut (``PackedMatrix``), so it may follow the number of threads.
struct ProductBlocks {
  struct Block {
    let lines: Range<Int>
    let positions: Range<Int>
    let panels: Range<Int>
  }

  private let lines: Int
  private let positions: Int
  private let panels: Int
  private let linesPerBlock: Int
  private let positionsPerBlock: Int
  private let panelsPerBlock: Int

  /// Rows of a block: enough that streaming the weights past them costs little.
  private static let rows = 512

  init(_ left: LeftRows, panels: Int) {
    lines = left.lines
    positions = left.positions
    self.panels = panels
    let threads = Parallel.threadCount
    guard threads > 1 else {
      (linesPerBlock, positionsPerBlock, panelsPerBlock) =
        (max(lines, 1), max(positions, 1), max(panels, 1))
      return
    }
    if lines > 1 {
      linesPerBlock = max(1, min(Self.rows / max(positions, 1), (lines + threads - 1) / threads))
      positionsPerBlock = max(positions, 1)
    } else {
      linesPerBlock = 1
      let fitting = (positions + Self.rows - 1) / Self.rows
      // As many for every thread: five blocks keep two threads waiting for the fifth.
      let blocks = fitting > 1 ? (fitting + threads - 1) / threads * threads : fitting
      positionsPerBlock = max(1, (positions + blocks - 1) / max(blocks, 1))
    }
    let rowBlocks =
      ((lines + linesPerBlock - 1) / linesPerBlock)
      * ((positions + positionsPerBlock - 1) / positionsPerBlock)
    // Note 1: one block a thread. More would even out a slow thread, but each copies the left rows:
    // TiTok-L's encoder took 630 ms with one, 651 with two, 745 with four (two threads).
    let panelBlocks = min(max(panels, 1), max(1, (threads + rowBlocks - 1) / max(rowBlocks, 1)))
    panelsPerBlock = max(1, (panels + panelBlocks - 1) / panelBlocks)
  }

  private var lineBlocks: Int { (lines + linesPerBlock - 1) / linesPerBlock }
  private var positionBlocks: Int { (positions + positionsPerBlock - 1) / positionsPerBlock }
  private var panelBlocks: Int { (panels + panelsPerBlock - 1) / panelsPerBlock }

  var count: Int { lineBlocks * positionBlocks * panelBlocks }

  /// Blocks of the same rows follow each other, so that their memory stays near.
  subscript(index: Int) -> Block {
    let panel = index % panelBlocks * panelsPerBlock
    let position = index / panelBlocks % positionBlocks * positionsPerBlock
    let line = index / panelBlocks / positionBlocks * linesPerBlock
    return Block(
      lines: line..<min(line + linesPerBlock, lines),
      positions: position..<min(position + positionsPerBlock, positions),
      panels: panel..<min(panel + panelsPerBlock, panels))
  }
}
