import TokenStreams

/// Reads tokens of the interleaved order back into positions, and rows where they are marked.
struct InterleavedReader {
  private let flattening: CodeFlattening
  private let endOfPosition: UInt32?
  private let endOfRow: UInt32?
  private let offsets: [UInt32]
  private var codes: [UInt32] = []
  private var depths: [UInt8] = []
  /// Codes of the position that has begun.
  private var open = 0
  /// Positions and codes up to the end of the last row.
  private var rows = (positions: 0, codes: 0)
  private var width: Int?
  private var tokenCount = 0
  /// Tokens up to the end of the last row.
  private var tokensInRows = 0

  init(_ flattening: CodeFlattening) {
    self.flattening = flattening
    endOfPosition = flattening.endOfPosition
    endOfRow = flattening.endOfRow
    offsets = flattening.offsets.map { UInt32($0) }
  }

  mutating func read(_ tokens: some Collection<UInt32>) throws(CodeFlatteningError) {
    for token in tokens {
      if token == endOfPosition {
        close()
      } else if token == endOfRow {
        try endRow(token)
      } else {
        try readCode(token)
      }
      tokenCount += 1
      if token == endOfRow { tokensInRows = tokenCount }
    }
  }

  private mutating func readCode(_ token: UInt32) throws(CodeFlatteningError) {
    let (code, isBelow) = token.subtractingReportingOverflow(offsets[open])
    guard !isBelow, code < flattening.codebookSizes[open] else {
      throw unexpected(token, expected: "a code of codebook \(open)")
    }
    codes.append(code)
    open += 1
    if open == flattening.codebookCount { close() }
  }

  private mutating func close() {
    depths.append(UInt8(open))
    open = 0
  }

  private mutating func endRow(_ token: UInt32) throws(CodeFlatteningError) {
    let found = depths.count - rows.positions
    guard open == 0, found > 0, found == width ?? found else {
      let expected = width.map { "a row of \($0) positions" } ?? "a code of codebook \(open)"
      throw unexpected(token, expected: expected)
    }
    width = found
    rows = (depths.count, codes.count)
  }

  private func unexpected(_ token: UInt32, expected: String) -> CodeFlatteningError {
    .unexpectedToken(position: tokenCount, token: token, expected: expected)
  }

  /// The whole positions, or rows where they are marked.
  func restored() throws(CodeFlatteningError) -> RestoredCodes {
    guard endOfRow == nil else {
      return RestoredCodes(
        stack: try flattening.stack(
          depths: Array(depths.prefix(rows.positions)), codes: Array(codes.prefix(rows.codes))),
        width: width,
        dropped: RestoredCodes.Dropped(tokenCount - tokensInRows, beginningOf: "a row"))
    }
    return RestoredCodes(
      stack: try flattening.stack(depths: depths, codes: codes.dropLast(open)), width: nil,
      dropped: RestoredCodes.Dropped(open, beginningOf: "a position"))
  }
}
