public import TokenStreams

extension CodeFlattening {
  /// The tokens of codes: `[T * K]`, or one row a codebook in the orders that have rows.
  ///
  /// Codes of later codebooks than the flattening's are left out. Marks come in addition.
  ///
  /// - Throws: `CodeFlatteningError.otherVocabulary`, `.shortPosition` or `.noRows`.
  public func tokens(of codes: ItemCodes) throws(CodeFlatteningError) -> [UInt32] {
    try check(codes.stack.vocabulary)
    let offsets = offsets.map { UInt32($0) }
    if order != .interleaved || !marksShortPositions { try requireFullPositions(codes.stack) }
    switch order {
    case .interleaved: return try interleaved(codes, offsets: offsets)
    case .coarseFirst, .parallel: return rows(of: codes.stack, offsets: offsets, delay: false)
    case .delayed: return rows(of: codes.stack, offsets: offsets, delay: true)
    }
  }

  /// The record of a token file's item.
  func record(
    of item: TokenItem, classID: Int?, keepsGridRows: Bool
  ) throws -> TokenRecord {
    let tokens: [UInt32]
    do {
      tokens = try self.tokens(of: item.codes)
    } catch {
      throw ItemError(name: item.name, reason: error)
    }
    // A single codebook is a plain sequence in every order.
    var rowCount = order.hasRows && codebookCount > 1 ? codebookCount : nil
    if keepsGridRows, case .grid(let grid) = item.codes { rowCount = grid.height }
    return TokenRecord(name: item.name, tokens: tokens, rowCount: rowCount, classID: classID)
  }

  private func requireFullPositions(_ stack: CodeStack) throws(CodeFlatteningError) {
    guard let position = stack.depths.firstIndex(where: { $0 < codebookCount }) else { return }
    throw .shortPosition(
      position: position, depth: Int(stack.depths[position]), codebookCount: codebookCount,
      order: order)
  }

  private func interleaved(
    _ codes: ItemCodes, offsets: [UInt32]
  ) throws(CodeFlatteningError) -> [UInt32] {
    let stack = codes.stack
    var width = 0
    if marksRows {
      guard case .grid(let grid) = codes else { throw .noRows }
      width = grid.width
    }
    var tokens: [UInt32] = []
    tokens.reserveCapacity(stack.codes.count + (marksRows ? stack.positionCount / width : 0))
    var next = 0
    for (position, depth) in stack.depths.enumerated() {
      let kept = min(Int(depth), codebookCount)
      for stage in 0..<kept { tokens.append(stack.codes[next + stage] + offsets[stage]) }
      if kept < codebookCount, let endOfPosition { tokens.append(endOfPosition) }
      if let endOfRow, (position + 1) % width == 0 { tokens.append(endOfRow) }
      next += Int(depth)
    }
    return tokens
  }

  /// `[K, T]`, or `[K, T + K - 1]` with row k moved k steps; nothing for no positions.
  private func rows(of stack: CodeStack, offsets: [UInt32], delay: Bool) -> [UInt32] {
    let count = stack.positionCount
    guard count > 0 else { return [] }
    let rowLength = delay ? count + codebookCount - 1 : count
    var tokens = [UInt32](repeating: padding ?? 0, count: rowLength * codebookCount)
    var next = 0
    for (position, depth) in stack.depths.enumerated() {
      for stage in 0..<codebookCount {
        let column = delay ? position + stage : position
        tokens[stage * rowLength + column] = stack.codes[next + stage] + offsets[stage]
      }
      next += Int(depth)
    }
    return tokens
  }
}

/// An item that cannot be used, and why.
public struct ItemError: Error, Sendable, CustomStringConvertible {
  /// The item's name.
  public let name: String
  /// What is wrong with it.
  public let reason: any Error

  /// Which item, what is wrong and what to do.
  public var description: String { "\(name): \(reason)" }
}
