import Threads

/// Turns the elements of an array into tokens.
struct NumpyConversion {
  /// What the elements are.
  let element: NumpyElement
  /// Runs of elements, which are all equally long.
  let runLength: Int
  /// Bytes between the elements of a run.
  let stride: Int
  /// Where run r begins, in bytes from the first element.
  let runStart: @Sendable (_ run: Int) -> Int

  /// Describes elements in runs.
  init(
    element: NumpyElement, runLength: Int, stride: Int,
    runStart: @escaping @Sendable (_ run: Int) -> Int
  ) {
    self.element = element
    self.runLength = runLength
    self.stride = stride
    self.runStart = runStart
  }

  /// Describes one run of elements without gaps.
  init(contiguous count: Int, of element: NumpyElement) {
    self.init(element: element, runLength: count, stride: element.kind.byteCount) { _ in 0 }
  }

  /// Elements that a thread converts at a time; runs are not divided unless they are contiguous.
  private static let blockSize = 1 << 18

  /// Converts all elements of `runs`.
  ///
  /// - Parameters:
  ///   - runs: which runs; every element of theirs lies within `bytes`, as the caller has checked.
  ///   - bytes: the array's elements.
  /// - Returns: the tokens, and the largest element as an unsigned number, in which negative ones
  ///   are above all others; tokens are meaningless where it is above 32 bits.
  func tokens(
    of runs: Range<Int>, in bytes: UnsafeRawBufferPointer
  ) -> (tokens: [UInt32], largest: UInt64) {
    let isContiguous = stride == element.kind.byteCount
    let piece = isContiguous ? min(Self.blockSize, max(runLength, 1)) : max(runLength, 1)
    let piecesPerRun = (runLength + piece - 1) / piece
    let runsPerBlock = max(Self.blockSize / piece, 1)
    let pieceCount = runs.count * piecesPerRun
    var largest: UInt64 = 0
    nonisolated(unsafe) let bytes = unsafe bytes
    let tokens = unsafe [UInt32](unsafeUninitializedCapacity: runs.count * runLength) {
      buffer, count in
      nonisolated(unsafe) let output = unsafe buffer
      let maxima = Parallel.map(count: (pieceCount + runsPerBlock - 1) / runsPerBlock) { block in
        let pieces = block * runsPerBlock..<min((block + 1) * runsPerBlock, pieceCount)
        return pieces.reduce(UInt64(0)) { largest, index in
          let (run, part) = index.quotientAndRemainder(dividingBy: piecesPerRun)
          let first = part * piece
          let length = min(piece, runLength - first)
          let target = run * runLength + first
          let found = unsafe convert(
            bytes, from: runStart(runs.lowerBound + run) + first * stride,
            to: UnsafeMutableBufferPointer(rebasing: output[target..<target + length]))
          return max(largest, found)
        }
      }
      largest = maxima.max() ?? 0
      count = runs.count * runLength
    }
    return (tokens, largest)
  }

  private func convert(
    _ bytes: UnsafeRawBufferPointer, from start: Int, to tokens: UnsafeMutableBufferPointer<UInt32>
  ) -> UInt64 {
    switch element.kind {
    case .uint8: unsafe convert(UInt8.self, bytes, from: start, to: tokens)
    case .uint16: unsafe convert(UInt16.self, bytes, from: start, to: tokens)
    case .uint32: unsafe convert(UInt32.self, bytes, from: start, to: tokens)
    case .uint64: unsafe convert(UInt64.self, bytes, from: start, to: tokens)
    case .int8: unsafe convert(Int8.self, bytes, from: start, to: tokens)
    case .int16: unsafe convert(Int16.self, bytes, from: start, to: tokens)
    case .int32: unsafe convert(Int32.self, bytes, from: start, to: tokens)
    case .int64: unsafe convert(Int64.self, bytes, from: start, to: tokens)
    }
  }

  private func convert<Element: FixedWidthInteger & BitwiseCopyable>(
    _: Element.Type, _ bytes: UnsafeRawBufferPointer, from start: Int,
    to tokens: UnsafeMutableBufferPointer<UInt32>
  ) -> UInt64 {
    var largest: UInt64 = 0
    let isBigEndian = element.isBigEndian
    for index in 0..<tokens.count {
      let stored = unsafe bytes.loadUnaligned(
        fromByteOffset: start + index * stride, as: Element.self)
      let value = isBigEndian ? Element(bigEndian: stored) : Element(littleEndian: stored)
      let wide = UInt64(truncatingIfNeeded: value)
      largest = max(largest, wide)
      unsafe tokens.initializeElement(at: index, to: UInt32(truncatingIfNeeded: wide))
    }
    return largest
  }

  /// The first element that is not below `limit`, counted through all runs, and its value.
  func firstUnusable(
    of runs: Range<Int>, in bytes: UnsafeRawBufferPointer, limit: UInt64
  ) -> (run: Int, position: Int, value: String)? {
    for run in runs {
      for position in 0..<runLength {
        let start = runStart(run) + position * stride
        let value = unsafe value(bytes, at: start)
        if value.unsigned >= limit { return (run, position, value.text) }
      }
    }
    return nil
  }

  /// The elements of the first run as integers of 64 bits, unsigned ones above as negative.
  func integers(in bytes: UnsafeRawBufferPointer) -> [Int] {
    switch element.kind {
    case .uint8: unsafe integers(UInt8.self, bytes)
    case .uint16: unsafe integers(UInt16.self, bytes)
    case .uint32: unsafe integers(UInt32.self, bytes)
    case .uint64: unsafe integers(UInt64.self, bytes)
    case .int8: unsafe integers(Int8.self, bytes)
    case .int16: unsafe integers(Int16.self, bytes)
    case .int32: unsafe integers(Int32.self, bytes)
    case .int64: unsafe integers(Int64.self, bytes)
    }
  }

  private func integers<Element: FixedWidthInteger & BitwiseCopyable>(
    _: Element.Type, _ bytes: UnsafeRawBufferPointer
  ) -> [Int] {
    let (start, isBigEndian) = (runStart(0), element.isBigEndian)
    return (0..<runLength).map { index in
      let stored = unsafe bytes.loadUnaligned(
        fromByteOffset: start + index * stride, as: Element.self)
      return Int(
        truncatingIfNeeded: isBigEndian
          ? Element(bigEndian: stored) : Element(littleEndian: stored))
    }
  }

  private func value(
    _ bytes: UnsafeRawBufferPointer, at start: Int
  ) -> (unsigned: UInt64, text: String) {
    func read<Element: FixedWidthInteger & BitwiseCopyable>(
      _: Element.Type
    ) -> (unsigned: UInt64, text: String) {
      let stored = unsafe bytes.loadUnaligned(fromByteOffset: start, as: Element.self)
      let value = element.isBigEndian ? Element(bigEndian: stored) : Element(littleEndian: stored)
      return (UInt64(truncatingIfNeeded: value), String(value))
    }
    switch element.kind {
    case .uint8: return read(UInt8.self)
    case .uint16: return read(UInt16.self)
    case .uint32: return read(UInt32.self)
    case .uint64: return read(UInt64.self)
    case .int8: return read(Int8.self)
    case .int16: return read(Int16.self)
    case .int32: return read(Int32.self)
    case .int64: return read(Int64.self)
    }
  }
}
