import Exports
import FoundationEssentials
import Testing
import TokenStreams

@Suite("Codes become tokens in a stated order")
struct CodeFlatteningTests {
  /// Two codebooks of 10 and 4 codes at three positions.
  private static func frames() throws -> ItemCodes {
    .frames(
      CodeFrames(
        stack: try CodeStack(
          vocabulary: Vocabulary(sizes: [10, 4]), depths: [2, 2, 2], codes: [1, 2, 3, 0, 9, 3])))
  }

  @Test(
    "each order, by hand",
    arguments: [
      (CodeFlattening.Order.interleaved, [1, 12, 3, 10, 9, 13], 14),
      (.coarseFirst, [1, 3, 9, 12, 10, 13], 14),
      (.parallel, [1, 3, 9, 2, 0, 3], 10),
      (.delayed, [1, 3, 9, 10, 10, 2, 0, 3], 11),
    ])
  func orders(order: CodeFlattening.Order, expected: [UInt32], vocabularySize: Int) throws {
    let flattening = try CodeFlattening(codebookSizes: [10, 4], order: order)
    #expect(try flattening.tokens(of: Self.frames()) == expected)
    #expect(flattening.vocabularySize == vocabularySize)
    #expect(flattening.padding == (order == .delayed ? 10 : nil))
  }

  @Test("rows with tokens of their own")
  func separatedRows() throws {
    let flattening = try CodeFlattening(
      codebookSizes: [10, 4], order: .delayed, separatesCodebooks: true)
    #expect(try flattening.tokens(of: Self.frames()) == [1, 3, 9, 14, 14, 12, 10, 13])
    #expect(flattening.offsets == [0, 10])
  }

  @Test("rows of a grid and short positions are marked")
  func marks() throws {
    let stack = try CodeStack(
      vocabulary: Vocabulary(sizes: [10, 4]), depths: [2, 1, 0, 2], codes: [1, 2, 3, 9, 3])
    let grid = ItemCodes.grid(try CodeGrid(height: 2, width: 2, stack: stack))
    let flattening = try CodeFlattening(
      codebookSizes: [10, 4], marksShortPositions: true, marksRows: true)
    #expect(flattening.endOfPosition == 14)
    #expect(flattening.endOfRow == 15)
    #expect(flattening.vocabularySize == 16)
    let tokens: [UInt32] = [1, 12, 3, 14, 15, 14, 9, 13, 15]
    #expect(try flattening.tokens(of: grid) == tokens)
    let restored = try flattening.restored(tokens)
    #expect(restored.stack == stack)
    #expect(restored.width == 2)
    #expect(restored.dropped == nil)
  }

  @Test("later codebooks are left out when fewer are asked for")
  func fewerCodebooks() throws {
    let flattening = try CodeFlattening(vocabulary: Vocabulary(sizes: [10, 4]), codebooks: 1)
    #expect(try flattening.tokens(of: Self.frames()) == [1, 3, 9])
    #expect(flattening.vocabularySize == 10)
  }

  @Test("no positions give no tokens, and come back", arguments: CodeFlattening.Order.allCases)
  func empty(order: CodeFlattening.Order) throws {
    let stack = try CodeStack(vocabulary: Vocabulary(sizes: [10, 4]), depths: [], codes: [])
    let flattening = try CodeFlattening(codebookSizes: [10, 4], order: order)
    let tokens = try flattening.tokens(of: .frames(CodeFrames(stack: stack)))
    #expect(tokens.isEmpty)
    let rowCount = order.hasRows ? 2 : 1
    let restored = try flattening.restored(
      TokenRecord(name: "", tokens: tokens, rowCount: rowCount))
    #expect(restored.stack == stack)
    #expect(restored.dropped == nil)
  }

  @Test("what is written to a description is read back, with the numbers that follow")
  func coding() throws {
    for order in CodeFlattening.Order.allCases {
      let flattening = try CodeFlattening(
        codebookSizes: [10, 4], order: order, marksShortPositions: order == .interleaved,
        marksRows: order == .interleaved)
      let json = try JSONEncoder().encode(flattening)
      #expect(try JSONDecoder().decode(CodeFlattening.self, from: json) == flattening)
      let text = String(decoding: json, as: UTF8.self)
      #expect(text.contains(#""vocabularySize":\#(flattening.vocabularySize)"#))
      #expect(text.contains(#""offsets":"#))
    }
  }

  @Test("positions that the order cannot express are refused")
  func refusals() throws {
    let short = ItemCodes.frames(
      CodeFrames(
        stack: try CodeStack(
          vocabulary: Vocabulary(sizes: [10, 4]), depths: [2, 1], codes: [1, 2, 3])))
    for order in CodeFlattening.Order.allCases {
      let flattening = try CodeFlattening(codebookSizes: [10, 4], order: order)
      #expect(
        throws: CodeFlatteningError.shortPosition(
          position: 1, depth: 1, codebookCount: 2, order: order)
      ) { try flattening.tokens(of: short) }
    }
    let rows = try CodeFlattening(codebookSizes: [10, 4], marksRows: true)
    #expect(throws: CodeFlatteningError.noRows) { try rows.tokens(of: Self.frames()) }
    let other = try CodeFlattening(codebookSizes: [10, 5])
    #expect(throws: CodeFlatteningError.otherVocabulary(expected: [10, 5], found: [10, 4])) {
      try other.tokens(of: Self.frames())
    }
  }

  @Test("choices that contradict each other are refused")
  func contradictions() {
    typealias Flattening = CodeFlattening
    #expect(throws: CodeFlatteningError.self) { try Flattening(codebookSizes: []) }
    #expect(throws: CodeFlatteningError.self) { try Flattening(codebookSizes: [0]) }
    #expect(throws: CodeFlatteningError.self) { try Flattening(codebookSizes: [.max, .max]) }
    #expect(throws: CodeFlatteningError.self) {
      try Flattening(codebookSizes: Array(repeating: 1, count: 256))
    }
    #expect(throws: CodeFlatteningError.self) {
      try Flattening(codebookSizes: [1 << 31, 1 << 31])
    }
    #expect(throws: CodeFlatteningError.self) {
      try Flattening(codebookSizes: [2, 2], order: .coarseFirst, separatesCodebooks: false)
    }
    for order in [Flattening.Order.coarseFirst, .parallel, .delayed] {
      #expect(throws: CodeFlatteningError.self) {
        try Flattening(codebookSizes: [2, 2], order: order, marksShortPositions: true)
      }
      #expect(throws: CodeFlatteningError.self) {
        try Flattening(codebookSizes: [2, 2], order: order, marksRows: true)
      }
    }
    for count in [0, 3, -1] {
      #expect(throws: CodeFlatteningError.self) {
        try Flattening(vocabulary: Vocabulary(sizes: [2, 2]), codebooks: count)
      }
    }
  }
}
