import Glibc
import Testing
import TokenStreams

@Suite("Codebook statistics")
struct CodebookStatisticsTests {
  private let vocabulary = Vocabulary(sizes: [8, 1_000_000])

  @Test("equally frequent codes have the perplexity of their number")
  func equalFrequencies() throws {
    var statistics = CodebookStatistics(vocabulary: vocabulary)
    for code in 0..<4 {
      statistics.add(
        try CodeStack(vocabulary: vocabulary, depths: [1, 1], codes: [UInt32(code), UInt32(code)]))
    }
    let stage = statistics.stages[0]
    #expect(stage.codebookSize == 8)
    #expect(stage.total == 8)
    #expect(stage.used == 4)
    #expect(stage.usage == 0.5)
    #expect(stage.entropy == 2)
    #expect(stage.perplexity == 4)
    #expect(statistics.positionCount == 8)
    #expect(statistics.codeCount == 8)
  }

  @Test("unequal frequencies, each stage by itself")
  func unequalFrequencies() throws {
    var statistics = CodebookStatistics(vocabulary: vocabulary)
    statistics.add(
      try CodeStack(
        vocabulary: vocabulary, depths: [2, 1, 2, 0, 1], codes: [7, 999_999, 7, 3, 0, 7]))
    let (first, second) = (statistics.stages[0], statistics.stages[1])
    #expect(first.total == 4)
    #expect(first.used == 2)
    #expect(abs(first.entropy - (2 - 0.75 * log2(3))) < 1e-12)
    #expect(second.total == 2)
    #expect(second.usage == 2e-6)
    #expect(second.entropy == 1)
    #expect(statistics.positionCount == 5)
  }

  @Test("nothing counted, or one code only, has no entropy")
  func degenerate() throws {
    var statistics = CodebookStatistics(vocabulary: vocabulary)
    #expect(statistics.stages.map(\.entropy) == [0, 0])
    #expect(statistics.stages.map(\.usage) == [0, 0])
    statistics.add(try CodeStack(vocabulary: vocabulary, depths: [1, 1], codes: [5, 5]))
    #expect(statistics.stages[0].entropy == 0)
    #expect(statistics.stages[0].perplexity == 1)
  }
}
