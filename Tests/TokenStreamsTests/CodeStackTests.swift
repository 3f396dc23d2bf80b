import Testing
import TokenStreams

@Suite("Codes agree with their vocabulary and layout")
struct CodeStackTests {
  private let vocabulary = Vocabulary(sizes: [10, 4])

  @Test("bits of a code: the least that tell the vocabulary's codes apart")
  func bits() {
    let sizes = [1, 2, 3, 4, 5, 1_000, 1_024, 1_025, Int(UInt32.max)]
    let vocabulary = Vocabulary(sizes: sizes)
    #expect(sizes.indices.map(vocabulary.bits(ofStage:)) == [0, 1, 2, 2, 3, 10, 10, 11, 32])
    #expect(vocabulary.bits(depth: 0) == 0)
    #expect(vocabulary.bits(depth: 5) == 8)
    #expect(vocabulary.bitsOfDepth == 4)
    #expect(Vocabulary(sizes: [7]).bitsOfDepth == 1)
    #expect(Vocabulary(sizes: Array(repeating: 2, count: 255)).bitsOfDepth == 8)
  }

  @Test("a stack costs the bits of its codes and, where they vary, of its depths")
  func bitsOfStacks() throws {
    let uniform = try CodeStack(vocabulary: vocabulary, depths: [2, 2], codes: [9, 3, 0, 0])
    #expect(uniform.uniformDepth == 2)
    #expect(uniform.bits == 12)
    let varying = try CodeStack(vocabulary: vocabulary, depths: [2, 0, 1], codes: [9, 3, 0])
    #expect(varying.uniformDepth == nil)
    #expect(varying.codeBits == 10)
    #expect(varying.depthBits == 6)
    #expect(varying.bits == 16)
    let empty = try CodeStack(vocabulary: vocabulary, depths: [], codes: [])
    #expect(empty.uniformDepth == nil)
    #expect(empty.bits == 0)
  }

  @Test("a prefix keeps the first stages of every position")
  func prefix() throws {
    let stack = try CodeStack(vocabulary: vocabulary, depths: [2, 0, 1], codes: [9, 3, 5])
    #expect(stack.prefix(depth: 1).depths == [1, 0, 1])
    #expect(stack.prefix(depth: 1).codes == [9, 5])
    #expect(stack.prefix(depth: 0).codes == [])
    #expect(stack.prefix(depth: 2) == stack)
    #expect(stack.prefix(depth: 1_000) == stack)
    #expect(stack.codes(ofStage: 0) == [9, nil, 5])
    #expect(stack.codes(ofStage: 1) == [3, nil, nil])
  }

  @Test("counts and values outside the vocabulary are refused")
  func contradictions() throws {
    #expect(throws: CodeError.depthOutOfRange(position: 1, depth: 3, stageCount: 2)) {
      try CodeStack(vocabulary: vocabulary, depths: [0, 3], codes: [1, 1, 1])
    }
    #expect(
      throws: CodeError.codeOutOfRange(position: 1, stage: 1, code: 4, vocabulary: 4)
    ) {
      try CodeStack(vocabulary: vocabulary, depths: [1, 2], codes: [9, 9, 4])
    }
    #expect(throws: CodeError.wrongCount(found: 1, needed: 2)) {
      try CodeStack(vocabulary: vocabulary, depths: [2], codes: [1])
    }
    #expect(throws: CodeError.wrongCount(found: 3, needed: 2)) {
      try CodeStack(vocabulary: vocabulary, depths: [2], codes: [1, 1, 1])
    }
  }

  @Test("a layout must be filled exactly")
  func layouts() throws {
    let stack = try CodeStack(
      vocabulary: vocabulary, depths: Array(repeating: 1, count: 6),
      codes: Array(repeating: 1, count: 6))
    let grid = try ItemCodes(layout: .grid, extents: [2, 3], stack: stack)
    #expect(grid == .grid(try CodeGrid(height: 2, width: 3, stack: stack)))
    #expect(grid.extents == [2, 3])
    for layout in [CodeLayout.sequence, .frames] {
      let codes = try ItemCodes(layout: layout, extents: [6], stack: stack)
      #expect(codes.layout == layout)
      #expect(codes.extents == [6])
      #expect(codes.stack == stack)
    }
    for (layout, extents) in [
      (.grid, [6]), (.grid, [2, 2]), (.grid, [-2, -3]), (.grid, [.max, 2]), (.sequence, [5]),
      (.sequence, [2, 3]), (.frames, []), (.frames, [-6]),
    ] as [(CodeLayout, [Int])] {
      #expect(throws: CodeError.self) {
        try ItemCodes(layout: layout, extents: extents, stack: stack)
      }
    }
  }
}
