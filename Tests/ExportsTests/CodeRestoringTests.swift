import Exports
import Testing
import TokenStreams

@Suite("Tokens become the same codes again, also when they are cut short")
struct CodeRestoringTests {
  /// Flattenings of up to four codebooks with everything that can be chosen.
  private static func flattenings() throws -> [CodeFlattening] {
    var all: [CodeFlattening] = []
    for sizes in [[7], [7, 3], [5, 5, 5], [9, 1, 4, 300]] {
      for order in CodeFlattening.Order.allCases {
        for separates in [true, false]
        where separates || order != .coarseFirst || sizes.count == 1 {
          all.append(
            try CodeFlattening(codebookSizes: sizes, order: order, separatesCodebooks: separates))
        }
      }
      all.append(try CodeFlattening(codebookSizes: sizes, marksShortPositions: true))
    }
    return all
  }

  private func record(_ tokens: [UInt32], of flattening: CodeFlattening) -> TokenRecord {
    TokenRecord(
      name: "", tokens: tokens, rowCount: flattening.order.hasRows ? flattening.codebookCount : 1)
  }

  @Test("whole items, 40 lengths of each")
  func inverse() throws {
    var random = Randomness(seed: 4)
    for flattening in try Self.flattenings() {
      let sizes = flattening.codebookSizes
      for length in 0..<40 {
        let depths = (0..<length).map { _ in
          flattening.marksShortPositions
            ? Int.random(in: 0...sizes.count, using: &random) : sizes.count
        }
        let stack = try ExportExamples.stack(sizes, depths: depths, using: &random)
        let tokens = try flattening.tokens(of: .frames(CodeFrames(stack: stack)))
        #expect(tokens.allSatisfy { $0 < flattening.vocabularySize })
        let restored = try flattening.restored(record(tokens, of: flattening))
        #expect(restored.stack == stack)
        #expect(restored.dropped == nil)
      }
    }
  }

  @Test("grids with marked rows")
  func markedRows() throws {
    var random = Randomness(seed: 5)
    let flattening = try CodeFlattening(
      codebookSizes: [6, 3], marksShortPositions: true, marksRows: true)
    for (height, width) in [(1, 1), (1, 9), (9, 1), (4, 5)] {
      let depths = (0..<height * width).map { _ in Int.random(in: 0...2, using: &random) }
      let stack = try ExportExamples.stack([6, 3], depths: depths, using: &random)
      let grid = try CodeGrid(height: height, width: width, stack: stack)
      let tokens = try flattening.tokens(of: .grid(grid))
      let restored = try flattening.restored(tokens)
      #expect(restored.stack == stack)
      #expect(restored.width == width)
      for end in tokens.indices {
        let cut = try flattening.restored(tokens[..<end])
        let rows = tokens[..<end].count { $0 == flattening.endOfRow }
        #expect(cut.stack.depths == Array(stack.depths.prefix(rows * width)))
        #expect(cut.stack.codes == Array(stack.codes.prefix(cut.stack.codes.count)))
        let last = tokens[..<end].lastIndex { $0 == flattening.endOfRow } ?? -1
        #expect(cut.dropped?.tokenCount ?? 0 == end - 1 - last)
      }
    }
  }

  @Test("an interleaved sequence cut anywhere keeps its whole positions")
  func cutInterleaved() throws {
    var random = Randomness(seed: 6)
    let stack = try ExportExamples.stack(
      [5, 6, 7], depths: [3, 3, 3, 3], using: &random)
    let flattening = try CodeFlattening(codebookSizes: [5, 6, 7])
    let tokens = try flattening.tokens(of: .frames(CodeFrames(stack: stack)))
    for end in 0...tokens.count {
      let restored = try flattening.restored(tokens[..<end])
      #expect(restored.stack.positionCount == end / 3)
      #expect(restored.stack.codes == Array(stack.codes.prefix(end / 3 * 3)))
      #expect(restored.dropped?.tokenCount ?? 0 == end % 3)
    }
    #expect(
      try flattening.restored(tokens[..<4]).dropped?.description
        == "1 tokens at the end are the beginning of a position and were dropped")
  }

  @Test("a coarse-first sequence cut anywhere keeps its whole codebooks")
  func cutCoarseFirst() throws {
    var random = Randomness(seed: 7)
    let stack = try ExportExamples.stack([5, 6, 7], depths: [3, 3, 3, 3], using: &random)
    let flattening = try CodeFlattening(codebookSizes: [5, 6, 7], order: .coarseFirst)
    let tokens = try flattening.tokens(of: .frames(CodeFrames(stack: stack)))
    for end in 1...tokens.count {
      let restored = try flattening.restored(tokens[..<end])
      let (positions, depth) = end < 4 ? (end, 1) : (4, end / 4)
      #expect(restored.stack.positionCount == positions)
      #expect(restored.stack.uniformDepth == depth)
      if end >= 4 { #expect(restored.stack == stack.prefix(depth: depth)) }
      #expect(restored.dropped?.tokenCount ?? 0 == (end < 4 ? 0 : end % 4))
    }
  }

  @Test(
    "rows cut anywhere keep the positions that all of them hold",
    arguments: [CodeFlattening.Order.parallel, .delayed])
  func cutRows(order: CodeFlattening.Order) throws {
    var random = Randomness(seed: 8)
    let count = 5
    let stack = try ExportExamples.stack(
      [5, 6, 7], depths: Array(repeating: 3, count: count), using: &random)
    let flattening = try CodeFlattening(codebookSizes: [5, 6, 7], order: order)
    let tokens = try flattening.tokens(of: .frames(CodeFrames(stack: stack)))
    let rowLength = tokens.count / 3
    for lengths in [[0, 0, 0], [1, 1, 1], [3, 3, 3], [4, 2, 4], [7, 7, 6], [7, 7, 7]] {
      let rows = (0..<3).map { row in
        tokens[row * rowLength..<row * rowLength + min(lengths[row], rowLength)]
      }
      let restored = try flattening.restored(rows: TokenSequences(rows))
      let whole = (0..<3).map { stage in
        min(max(rows[stage].count - (order == .delayed ? stage : 0), 0), count)
      }
      let kept = whole.min() ?? 0
      #expect(restored.stack.positionCount == kept)
      #expect(restored.stack.codes == Array(stack.codes.prefix(kept * 3)))
      #expect(restored.dropped?.tokenCount ?? 0 == whole.reduce(0) { $0 + $1 - kept })
    }
  }

  @Test("tokens of another order or codebook are refused, with their position")
  func refusals() throws {
    let interleaved = try CodeFlattening(codebookSizes: [5, 6])
    #expect(
      throws: CodeFlatteningError.unexpectedToken(
        position: 2, token: 7, expected: "a code of codebook 0")
    ) { try interleaved.restored([1, 6, 7]) }
    #expect(throws: CodeFlatteningError.self) { try interleaved.restored([1, 11]) }
    #expect(throws: CodeFlatteningError.self) { try interleaved.restored([UInt32.max]) }
    let coarse = try CodeFlattening(codebookSizes: [5, 6], order: .coarseFirst)
    for tokens: [UInt32] in [[5], [1, 2, 6, 1], [1, 2, 6, 7, 8], [1, 2, 6, 7, 1], [1, 11]] {
      #expect(throws: CodeFlatteningError.self, "\(tokens)") { try coarse.restored(tokens) }
    }
    let delayed = try CodeFlattening(codebookSizes: [5, 5], order: .delayed)
    for rows: [[UInt32]] in [
      [[1, 2, 5], [1, 1, 2]], [[1, 5, 2], [5, 1, 2]], [[1, 6, 5], [5, 1, 2]],
    ] {
      #expect(throws: CodeFlatteningError.self, "\(rows)") {
        try delayed.restored(rows: TokenSequences(rows))
      }
    }
    #expect(throws: CodeFlatteningError.wrongRows(found: 3, codebookCount: 2)) {
      try delayed.restored(rows: TokenSequences([[1], [5], [5]] as [[UInt32]]))
    }
    #expect(throws: CodeFlatteningError.wrongRows(found: 1, codebookCount: 2)) {
      try delayed.restored([1, 2])
    }
    let marked = try CodeFlattening(codebookSizes: [5], marksRows: true)
    for tokens: [UInt32] in [[5], [1, 5, 1, 2, 5], [1, 5, 5]] {
      #expect(throws: CodeFlatteningError.self, "\(tokens)") { try marked.restored(tokens) }
    }
  }
}
