import CKernels
import Threads

/// A left operand copied as the kernels read it, once for all threads: block after block of rows.
// Unchecked: written by the initialiser only.
struct CopiedRows: @unchecked Sendable {
  /// What was copied.
  let rows: LeftRows
  private let sizes: Sizes
  private let memory: UnsafeMutableBufferPointer<Float>

  /// Rows that one thread copies at a time.
  private static let rowsPerCopy = 40

  private struct Sizes {
    let rowsPerBlock: Int
    let floatsPerBlock: Int
    let blockCount: Int

    init(_ left: LeftRows) {
      (rowsPerBlock, floatsPerBlock) = left.withUnsafeRows { rows in
        var rows = rows
        return (max(tessera_rows_at_a_time(&rows), 1), tessera_copied_count(&rows))
      }
      blockCount = (left.count + rowsPerBlock - 1) / rowsPerBlock
    }

    var floats: Int { blockCount * floatsPerBlock }
  }

  /// The floats of the copy of some rows.
  static func count(of rows: LeftRows) -> Int { Sizes(rows).floats }

  /// Copies rows on all threads into memory of an arena, for weights of a precision.
  init(_ rows: LeftRows, for precision: MatrixPrecision, in arena: BufferArena) {
    self.rows = rows
    sizes = Sizes(rows)
    memory = arena.take(sizes.floats)
    let copiesPerBlock = (sizes.rowsPerBlock + Self.rowsPerCopy - 1) / Self.rowsPerCopy
    let rowsPerCopy = (sizes.rowsPerBlock + copiesPerBlock - 1) / copiesPerBlock
    let copied = self
    Parallel.forEach(count: blockCount * copiesPerBlock) { index in
      let part = index % copiesPerBlock * rowsPerCopy
      copied.copy(
        part..<min(part + rowsPerCopy, copied.sizes.rowsPerBlock),
        ofBlock: index / copiesPerBlock, for: precision)
    }
  }

  var blockCount: Int { sizes.blockCount }

  func start(of block: Int) -> UnsafeMutablePointer<Float>? {
    memory.baseAddress.map { $0 + block * sizes.floatsPerBlock }
  }

  /// Gives the memory back.
  func release(to arena: BufferArena) {
    arena.giveBack(memory)
  }

  private func copy(_ part: Range<Int>, ofBlock block: Int, for precision: MatrixPrecision) {
    let first = block * sizes.rowsPerBlock + part.lowerBound
    let count = min(part.count, rows.count - first)
    guard count > 0 else { return }
    rows.withUnsafeRows { rows in
      var rows = rows
      tessera_copy_rows(&rows, precision == .bfloat16, block, first, count, start(of: block))
    }
  }
}
