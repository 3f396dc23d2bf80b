import Testing
import TokenStreams
import Tokenizers

@Suite("The fewest codebooks that reach a quality")
struct QualitySearchTests {
  private struct Interruption: Error {}

  private static func stack(stageCount: Int) throws -> CodeStack {
    try CodeStack(
      vocabulary: Vocabulary(sizes: Array(repeating: 8, count: stageCount)),
      depths: [UInt8(stageCount), UInt8(stageCount)],
      codes: (0..<2 * UInt32(stageCount)).map { $0 % 8 })
  }

  @Test(
    "stop at the first depth that is good enough",
    arguments: [(0, 1), (10, 1), (10.1, 2), (30, 3), (35, 5), (40, 5), (1000, 5)])
  func fewest(target: Double, depth: Int) throws {
    // Depth 4 is worse than depth 3, as can happen.
    let qualities = [1: 10.0, 2: 20, 3: 30, 4: 25, 5: 40]
    let stack = try Self.stack(stageCount: 5)
    let found = try QualitySearch(of: stack, reaching: target) { candidate in
      try #require(qualities[candidate.uniformDepth ?? 0])
    }
    #expect(found.stack == stack.prefix(depth: depth))
    #expect(found.reachesTarget == (target <= 40))
  }

  @Test("only as many candidates are measured as are needed")
  func measurements() throws {
    var measured: [Int?] = []
    let stack = try Self.stack(stageCount: 4)
    let found = QualitySearch(of: stack, reaching: .infinity) { candidate in
      measured.append(candidate.uniformDepth)
      return 0
    }
    #expect(found.stack == stack)
    #expect(!found.reachesTarget)
    #expect(measured == [1, 2, 3, 4])
  }

  @Test("one codebook is all there is; a quality that is no number is never reached")
  func extremes() throws {
    let single = try Self.stack(stageCount: 1)
    let stack = try Self.stack(stageCount: 3)
    let found = [
      QualitySearch(of: single, reaching: 99) { _ in 0 },
      QualitySearch(of: stack, reaching: .nan) { _ in 50 },
      QualitySearch(of: stack, reaching: 1) { _ in .nan },
    ]
    #expect(found.map(\.stack) == [single, stack, stack])
    #expect(found.allSatisfy { !$0.reachesTarget })
  }

  @Test("an error of the measurement is passed on")
  func failure() throws {
    let stack = try Self.stack(stageCount: 3)
    #expect(throws: Interruption.self) {
      try QualitySearch(of: stack, reaching: 1) { _ in throw Interruption() }
    }
  }
}
