import CKernels
import Glibc
import Threads

/// The right operand of matrix products, rearranged once for the kernels of `CKernels`: panels of 32
/// columns, each `[depth, 32]`.
///
/// Every result is one chain of fused multiply-adds over the depth, so it depends neither on how
/// many rows are computed together nor on the number of threads.
// Unchecked: the memory is written in the initialiser only.
package final class PackedMatrix: @unchecked Sendable {
  /// Columns of the results.
  package let columns: Int
  /// Numbers that each result is a sum over.
  package let depth: Int
  let precision: MatrixPrecision
  private let memory: UnsafeMutableRawPointer
  private let arena: BufferArena?
  private let floatCount: Int

  /// Packs a matrix, on all threads.
  ///
  /// - Parameters:
  ///   - weights: where its elements stand.
  ///   - precision: what they become.
  ///   - arena: lends the memory for an operand that is soon gone; weights get their own.
  init(_ weights: WeightStrides, precision: MatrixPrecision, arena: BufferArena? = nil) {
    columns = weights.columns
    depth = weights.taps * weights.channels
    self.precision = precision
    let panels = tessera_panels(columns)
    floatCount =
      panels
      * (precision == .float32
        ? tessera_panel_count(depth) : tessera_panel_count_bf16(depth) / 2)
    self.arena = arena
    memory =
      arena?.take(max(floatCount, 1)).baseAddress.map(UnsafeMutableRawPointer.init)
      ?? Self.allocate(floatCount * MemoryLayout<Float>.stride)
    // Safe: each block writes its own panels.
    nonisolated(unsafe) let (memory, start) = (memory, weights.start)
    let (column, tap, channel) = (weights.column, weights.tap, weights.channel)
    let (columns, taps, channels) = (weights.columns, weights.taps, weights.channels)
    Parallel.forEachBlock(of: Self.panelsPackedTogether, count: panels) { block in
      var weights = tessera_weights(
        start: start, column_stride: column, tap_stride: tap, channel_stride: channel,
        columns: columns, taps: taps, channels: channels)
      switch precision {
      case .float32:
        tessera_pack(
          &weights, block.lowerBound, block.count, memory.assumingMemoryBound(to: Float.self))
      case .bfloat16:
        tessera_pack_bf16(
          &weights, block.lowerBound, block.count, memory.assumingMemoryBound(to: UInt16.self))
      }
    }
  }

  /// Packs a table whose rows are searched for the one with the largest product.
  package convenience init(searchedRows table: Tensor) {
    let (storage, shape) = (table.storage, table.shape)
    guard shape.count == 2, let start = storage.elements.baseAddress else {
      preconditionFailure("a table of shape \(shape)")
    }
    self.init(
      WeightStrides(
        start: UnsafePointer(start), column: shape[1], tap: 0, channel: 1, columns: shape[0],
        taps: 1, channels: shape[1]), precision: .float32)
    withExtendedLifetime(storage) {}
  }

  deinit {
    guard let arena else { return free(memory) }
    arena.giveBack(
      UnsafeMutableBufferPointer(
        start: memory.assumingMemoryBound(to: Float.self), count: max(floatCount, 1)))
  }

  private static let panelsPackedTogether = 4
  private static let hugePage = 2 << 20

  /// Large operands stand on huge pages, where the system has some: a panel then needs one entry of
  /// the address cache and not dozens.
  private static func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
    let alignment = byteCount >= hugePage ? hugePage : 64
    let size = (max(byteCount, 1) + alignment - 1) / alignment * alignment
    guard let memory = aligned_alloc(alignment, size) else {
      preconditionFailure("the system has no \(size) bytes left for packed weights")
    }
    if alignment == hugePage { madvise(memory, size, MADV_HUGEPAGE) }
    return memory
  }

  /// Whether some columns are whole panels, so that they can be computed alone.
  static func isWhole(_ columns: Range<Int>, of count: Int) -> Bool {
    let panel = Int(TESSERA_PANEL_COLUMNS)
    return columns.lowerBound % panel == 0
      && (columns.upperBound % panel == 0 || columns.upperBound == count)
  }

  /// out = activation(left · self + bias) + residual, on all threads.
  ///
  /// - Parameters:
  ///   - left: the left operand.
  ///   - columns: which columns are computed, whole panels; all without them.
  ///   - out: where the first of them goes.
  ///   - ending: what follows, from the first of them.
  func multiply(
    _ left: LeftRows, columns: Range<Int>? = nil, into out: OutputRows, _ ending: PlacedEnding
  ) {
    let columns = columns ?? 0..<self.columns
    precondition(
      Self.isWhole(columns, of: self.columns) && columns.upperBound <= self.columns,
      "columns \(columns) of \(self.columns) are no whole panels")
    let firstPanel = columns.lowerBound / Int(TESSERA_PANEL_COLUMNS)
    ProductCounter.note(rows: left.lines * left.positions, inner: depth, columns: columns.count)
    ending.withUnsafeFinish { finish in
      // The kernel counts columns, of results and biases, from the first one of all.
      ParallelProduct(
        matrix: self, left: left, panels: firstPanel..<firstPanel + tessera_panels(columns.count),
        out: out.moved(by: -columns.lowerBound),
        finish: tessera_finish(
          bias: finish.bias.map { $0 - columns.lowerBound }, activation: finish.activation,
          residual: finish.residual.map { $0 - columns.lowerBound }), arena: BufferArena.current
      ).run()
    }
  }

  /// Some panels of the product, on this thread.
  func multiply(
    _ left: LeftRows, panels: Range<Int>? = nil, into out: OutputRows,
    _ finish: tessera_finish = tessera_finish(), arena: BufferArena
  ) {
    let panels = panels ?? 0..<tessera_panels(columns)
    left.withUnsafeRows { rows in
      var (rows, output, finish) = (rows, out.output, finish)
      let scratch = arena.take(tessera_multiply_scratch_count(&rows))
      defer { arena.giveBack(scratch) }
      switch precision {
      case .float32:
        tessera_multiply(
          &rows, memory.assumingMemoryBound(to: Float.self), columns, panels.lowerBound,
          panels.count, &output, &finish, scratch.baseAddress)
      case .bfloat16:
        tessera_multiply_bf16(
          &rows, memory.assumingMemoryBound(to: UInt16.self), columns, panels.lowerBound,
          panels.count, &output, &finish, scratch.baseAddress)
      }
    }
  }

  /// Some panels of the product of one block of rows, all of which were copied, on this thread.
  func multiply(
    _ copied: CopiedRows, block: Int, panels: Range<Int>, into out: OutputRows,
    _ finish: tessera_finish, arena: BufferArena
  ) {
    copied.rows.withUnsafeRows { rows in
      var (rows, output, finish) = (rows, out.output, finish)
      let scratch = arena.take(tessera_copied_scratch_count(&rows))
      defer { arena.giveBack(scratch) }
      switch precision {
      case .float32:
        tessera_multiply_copied(
          &rows, block, copied.start(of: block), memory.assumingMemoryBound(to: Float.self),
          columns, panels.lowerBound, panels.count, &output, &finish, scratch.baseAddress)
      case .bfloat16:
        tessera_multiply_copied_bf16(
          &rows, block, copied.start(of: block), memory.assumingMemoryBound(to: UInt16.self),
          columns, panels.lowerBound, panels.count, &output, &finish, scratch.baseAddress)
      }
    }
  }

  /// For each of `rows` vectors, the column of the largest product less its offset, the lowest on
  /// ties, on this thread; only for 32-bit weights.
  package func nearest(
    to left: UnsafePointer<Float>, rows: Int, offsets: UnsafeBufferPointer<Float>,
    columns best: UnsafeMutablePointer<Int32>, values: UnsafeMutablePointer<Float>
  ) {
    precondition(
      precision == .float32 && offsets.count == columns,
      "\(offsets.count) offsets for \(columns) columns of \(precision)")
    var rows = tessera_rows(
      start: left, line_stride: 0, position_stride: depth, lines: 1, positions: rows, taps: nil,
      tap_count: 1, channels: depth)
    let scratch = BufferArena.current.take(tessera_multiply_scratch_count(&rows))
    defer { BufferArena.current.giveBack(scratch) }
    tessera_nearest_packed(
      &rows, memory.assumingMemoryBound(to: Float.self), offsets.baseAddress, columns, best, values,
      scratch.baseAddress)
  }
}
