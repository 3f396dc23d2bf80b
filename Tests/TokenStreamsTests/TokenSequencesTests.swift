import Testing
import TokenStreams

@Suite("Token sequences and grids")
struct TokenSequencesTests {
  @Test("sequences come back as they were appended, empty ones included")
  func appended() throws {
    let parts: [[UInt32]] = [[3, 1], [], [7], [2, 2, 2]]
    var sequences = TokenSequences()
    for part in parts { sequences.append(part) }
    #expect((0..<sequences.count).map { Array(sequences[$0]) } == parts)
    #expect(sequences == TokenSequences(parts))
    #expect(
      try sequences == TokenSequences(tokens: sequences.tokens, offsets: sequences.offsets))
  }

  @Test(
    "offsets that do not cut the tokens are refused",
    arguments: [[], [0], [1, 3], [0, 2], [0, 2, 1, 3], [0, 4]])
  func wrongOffsets(offsets: [Int]) {
    #expect(throws: CodeError.wrongOffsets(tokens: 3)) {
      try TokenSequences(tokens: [1, 2, 3], offsets: offsets)
    }
  }

  @Test(
    "a grid is filled exactly", arguments: [(0, 0), (1, 5), (2, 2), (-1, -6), (Int.max, 2), (7, 1)])
  func wrongExtents(height: Int, width: Int) throws {
    #expect(throws: CodeError.self) {
      try TokenGrid(height: height, width: width, tokens: [1, 2, 3, 4, 5, 6])
    }
    #expect(try TokenGrid(height: 2, width: 3, tokens: [1, 2, 3, 4, 5, 6]).tokens.count == 6)
  }
}
