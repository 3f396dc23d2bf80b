import CKernels

/// Where the elements of a right operand stand: `start[column · columnStride + tap · tapStride +
/// channel · channelStride]`; its depth is taps × channels.
struct WeightStrides {
  let start: UnsafePointer<Float>
  let column: Int
  let tap: Int
  let channel: Int
  let columns: Int
  let taps: Int
  let channels: Int
}

/// The rows of a left operand, read where they lie: row (line, position) has, for tap t and channel
/// c, the element `start[line · lineStride + position · positionStride + taps[t] + c]`.
struct LeftRows {
  var start: UnsafePointer<Float>
  var lines: Int
  var lineStride: Int
  var positions: Int
  var positionStride: Int
  var taps: [Int]
  var channels: Int

  init(
    start: UnsafePointer<Float>, lines: Int, lineStride: Int, positions: Int, positionStride: Int,
    taps: [Int], channels: Int
  ) {
    self.start = start
    self.lines = lines
    self.lineStride = lineStride
    self.positions = positions
    self.positionStride = positionStride
    self.taps = taps
    self.channels = channels
  }

  /// A matrix `[rows, inner]` whose rows lie `stride` apart.
  init(rows: Int, from start: UnsafePointer<Float>, inner: Int, stride: Int? = nil) {
    self.init(
      start: start, lines: 1, lineStride: 0, positions: rows, positionStride: stride ?? inner,
      taps: [0], channels: inner)
  }

  /// How many rows there are.
  var count: Int { lines * positions }

  /// Lends the rows to a kernel.
  func withUnsafeRows<Result>(_ body: (tessera_rows) -> Result) -> Result {
    taps.withUnsafeBufferPointer { taps in
      body(
        tessera_rows(
          start: start, line_stride: lineStride, position_stride: positionStride, lines: lines,
          positions: positions, taps: taps.baseAddress, tap_count: taps.count, channels: channels))
    }
  }
}

/// Where results go: row (line, position), column n at `start[line · lineStride + position ·
/// positionStride + n]`.
struct OutputRows {
  var start: UnsafeMutablePointer<Float>
  var lineStride: Int
  var positionStride: Int

  func moved(by elements: Int) -> OutputRows {
    OutputRows(start: start + elements, lineStride: lineStride, positionStride: positionStride)
  }

  var output: tessera_output {
    tessera_output(start: start, line_stride: lineStride, position_stride: positionStride)
  }
}
