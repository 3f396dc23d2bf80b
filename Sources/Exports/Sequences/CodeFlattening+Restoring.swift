public import TokenStreams

extension CodeFlattening {
  /// The codes that one sequence of tokens was made from: the inverse of ``tokens(of:)``.
  ///
  /// A sequence that was cut short gives what is whole of it: whole positions in the interleaved
  /// order (whole rows where they are marked), whole codebooks in the coarse-first order, where a cut
  /// within the first codebook cannot be told from fewer positions.
  ///
  /// - Throws: `CodeFlatteningError.unexpectedToken`, or `.wrongRows` for an order that has rows.
  public func restored(
    _ tokens: some Collection<UInt32>
  ) throws(CodeFlatteningError) -> RestoredCodes {
    switch order {
    case .interleaved:
      var reader = InterleavedReader(self)
      try reader.read(tokens)
      return try reader.restored()
    case .coarseFirst:
      return try restoredCoarseFirst(tokens)
    case .parallel, .delayed:
      throw .wrongRows(found: 1, codebookCount: codebookCount)
    }
  }

  /// The codes that rows of tokens were made from, one row a codebook, perhaps cut at different
  /// lengths: the positions that every row holds.
  ///
  /// - Throws: `CodeFlatteningError.unexpectedToken`, where positions count through a row, or
  ///   `.wrongRows`, also for an order that has no rows.
  public func restored(rows: TokenSequences) throws(CodeFlatteningError) -> RestoredCodes {
    guard order.hasRows, rows.count == codebookCount else {
      throw .wrongRows(found: rows.count, codebookCount: order.hasRows ? codebookCount : 1)
    }
    let padding = padding
    let wholePositions = (0..<codebookCount).map { stage in
      let moved = order == .delayed ? stage : 0
      let row = rows[stage].dropFirst(moved)
      return row.firstIndex { $0 == padding }.map { $0 - row.startIndex } ?? row.count
    }
    let count = wholePositions.min() ?? 0
    try requirePadding(in: rows, after: wholePositions)
    var codes = [UInt32](repeating: 0, count: count * codebookCount)
    for stage in 0..<codebookCount {
      let moved = order == .delayed ? stage : 0
      for (position, token) in rows[stage].dropFirst(moved).prefix(count).enumerated() {
        codes[position * codebookCount + stage] = try code(
          token, stage: stage, position: moved + position)
      }
    }
    let left = wholePositions.reduce(0) { $0 + $1 - count }
    return RestoredCodes(
      stack: try stack(depths: full(count), codes: codes), width: nil,
      dropped: RestoredCodes.Dropped(left, beginningOf: "further positions"))
  }

  /// The codes of one record.
  ///
  /// - Throws: `CodeFlatteningError`.
  public func restored(_ record: TokenRecord) throws(CodeFlatteningError) -> RestoredCodes {
    guard order.hasRows else { return try restored(record.tokens) }
    return try restored(rows: TokenSequences((0..<record.rowCount).map(record.row)))
  }

  /// Rows of the delayed order begin and end with padding, and have it nowhere else.
  private func requirePadding(
    in rows: TokenSequences, after wholePositions: [Int]
  ) throws(CodeFlatteningError) {
    guard let padding else { return }
    for stage in 0..<codebookCount {
      let row = rows[stage]
      let codes = stage..<stage + wholePositions[stage]
      for (position, token) in row.enumerated()
      where token != padding && !codes.contains(position) {
        throw .unexpectedToken(position: position, token: token, expected: "padding")
      }
    }
  }

  private func restoredCoarseFirst(
    _ tokens: some Collection<UInt32>
  ) throws(CodeFlatteningError) -> RestoredCodes {
    var stages: [[UInt32]] = [[]]
    let offsets = offsets
    for (position, token) in tokens.enumerated() {
      let begun = stages.count - 1
      let isFull = begun > 0 && stages[begun].count == stages[0].count
      let mayBegin = begun + 1 < codebookCount && (begun == 0 ? !stages[0].isEmpty : isFull)
      if mayBegin, Int(token) >= offsets[begun + 1] { stages.append([]) }
      let stage = stages.count - 1
      guard stage != begun || !isFull else {
        throw .unexpectedToken(
          position: position, token: token,
          expected: mayBegin ? "codebook \(begun + 1)" : "the end")
      }
      stages[stage].append(try code(token, stage: stage, position: position))
    }
    var left = 0
    if let last = stages.last, last.count < stages[0].count {
      left = last.count
      stages.removeLast()
    }
    let codes = stages[0].indices.flatMap { position in stages.map { $0[position] } }
    let depths = [UInt8](repeating: UInt8(stages.count), count: stages[0].count)
    return RestoredCodes(
      stack: try stack(depths: depths, codes: codes), width: nil,
      dropped: RestoredCodes.Dropped(left, beginningOf: "codebook \(stages.count)"))
  }

  /// The code that a token of a codebook stands for.
  func code(
    _ token: UInt32, stage: Int, position: Int
  ) throws(CodeFlatteningError) -> UInt32 {
    let code = Int(token) - offsets[stage]
    guard (0..<codebookSizes[stage]).contains(code) else {
      throw .unexpectedToken(
        position: position, token: token, expected: "a code of codebook \(stage)")
    }
    return UInt32(code)
  }

  /// Depths of positions that hold all codebooks.
  func full(_ count: Int) -> [UInt8] {
    [UInt8](repeating: UInt8(codebookCount), count: count)
  }

  /// Codes that were checked one by one.
  func stack(depths: [UInt8], codes: [UInt32]) throws(CodeFlatteningError) -> CodeStack {
    do {
      return try CodeStack(
        vocabulary: Vocabulary(sizes: codebookSizes), depths: depths, codes: codes)
    } catch {
      throw .impossible(reason: "\(error)")
    }
  }
}
