import PairEncoding
import Tensors
import Testing
import Threads
import TokenStreams

@Suite("Encoding grids")
struct GridPairEncoderTests {
  private static let modes: [GridEncodingMode] = [
    .mergeOrder, .dropout(probability: 0.3, seed: 5), .largestShapeFirst,
  ]

  @Test("every grid comes back, whatever the vocabulary", arguments: 0..<40 as Range<UInt64>)
  func reversal(seed: UInt64) throws {
    let alphabetSize = 1 + Int(seed % 4)
    let vocabulary = try GridExamples.vocabulary(
      alphabetSize: alphabetSize, mergeCount: 1 + Int(seed), seed: seed)
    let encoder = GridPairEncoder(vocabulary)
    let grids = try GridExamples.grids(40, alphabetSize: alphabetSize, seed: seed &+ 1000)
    for mode in Self.modes {
      let encoded = try encoder.encode(grids, mode: mode)
      #expect(
        try encoder.decode(encoded, extents: grids.map { ($0.height, $0.width) }) == grids)
      for (index, grid) in grids.enumerated() where mode != Self.modes[1] {
        #expect(try encoder.encode(grid, mode: mode).elementsEqual(encoded[index]))
        #expect(
          encoder.isCanonical(encoded[index], height: grid.height, width: grid.width, mode: mode))
      }
    }
  }

  @Test("merge order equals making each merge in turn", arguments: 0..<40 as Range<UInt64>)
  func equalsReference(seed: UInt64) throws {
    let alphabetSize = 1 + Int(seed % 3)
    let vocabulary = try GridExamples.vocabulary(
      alphabetSize: alphabetSize, mergeCount: 30, seed: seed)
    let grids = try GridExamples.grids(20, alphabetSize: alphabetSize, seed: seed &+ 500)
    let encoded = try GridPairEncoder(vocabulary).encode(grids)
    for (index, grid) in grids.enumerated() {
      #expect(encoded[index].elementsEqual(ReferenceGridPairs.encode(grid, vocabulary)))
    }
  }

  @Test(
    "sizes that are no squares",
    arguments: [(1, 1), (31, 33), (1, 200), (200, 1), (2, 97), (64, 3)])
  func sizes(height: Int, width: Int) throws {
    var generator = SeededGenerator(seed: UInt64(height * 1000 + width))
    let grids = try (0..<12).map { _ in
      try GridExamples.grid(height, width, alphabetSize: 3, using: &generator)
    }
    let trained = try GridPairTrainer(
      alphabetSize: 3, options: GridPairTrainingOptions(mergeCount: 60)
    )
    .train(on: grids)
    let encoder = GridPairEncoder(trained.vocabulary)
    #expect(try encoder.encode(grids) == trained.encoded)
    for (index, grid) in grids.enumerated() {
      #expect(
        try encoder.decode(trained.encoded[index], height: height, width: width) == grid)
    }
  }

  @Test("dropout: 0 is plain, 1 leaves base codes, and between the seed decides")
  func dropout() throws {
    let grids = try GridExamples.grids(100, alphabetSize: 2, seed: 9)
    let trained = try GridPairTrainer(
      alphabetSize: 2, options: GridPairTrainingOptions(mergeCount: 50)
    )
    .train(on: grids)
    let encoder = GridPairEncoder(trained.vocabulary)
    #expect(try encoder.encode(grids, mode: .dropout(probability: 0, seed: 1)) == trained.encoded)
    #expect(
      try encoder.encode(grids, mode: .dropout(probability: 1, seed: 1))
        == TokenSequences(grids.map(\.tokens)))
    let some = try encoder.encode(grids, mode: .dropout(probability: 0.5, seed: 1))
    #expect(some.tokens.count > trained.encoded.tokens.count)
    #expect(some.tokens.count < grids.reduce(0) { $0 + $1.tokens.count })
    #expect(try encoder.encode(grids, mode: .dropout(probability: 0.5, seed: 1)) == some)
    let rest = try encoder.encode(
      Array(grids[40...]), mode: .dropout(probability: 0.5, seed: 1), firstIndex: 40)
    #expect((0..<60).allSatisfy { rest[$0] == some[40 + $0] })
    #expect(try encoder.encode(grids, mode: .dropout(probability: 0.5, seed: 2)) != some)
    for probability in [-0.1, 1.1, .nan] {
      #expect(throws: GridPairError.self) {
        try encoder.encode(grids, mode: .dropout(probability: probability, seed: 1))
      }
    }
  }

  @Test("half of the merges that could be made are left out at probability a half")
  func dropoutRate() throws {
    let vocabulary = try GridVocabulary(alphabetSize: 2, merges: [GridMerge(0, 1, 0, 1)])
    let grids = try (0..<4000).map { _ in try GridExamples.grid("01") }
    let encoded = try GridPairEncoder(vocabulary).encode(
      grids, mode: .dropout(probability: 0.5, seed: 3))
    // 2,000 ± 4 standard deviations of 4,000 fair draws.
    let joined = encoded.tokens.count { $0 == 2 }
    #expect(abs(joined - 2000) < 127)
  }

  @Test("the number of threads changes nothing")
  func threads() throws {
    var generator = SeededGenerator(seed: 15)
    let grids = try (0..<60).map { _ in
      try GridExamples.grid(70, 61, alphabetSize: 3, using: &generator)
    }
    let vocabulary = try GridExamples.vocabulary(alphabetSize: 3, mergeCount: 60, seed: 6)
    let encoder = GridPairEncoder(vocabulary)
    for mode in Self.modes {
      let encoded = try [1, 2, 8].map { threads in
        try Parallel.$threadCount.withValue(threads) { try encoder.encode(grids, mode: mode) }
      }
      #expect(encoded.allSatisfy { $0 == encoded[0] })
      let decoded = try Parallel.$threadCount.withValue(8) {
        try encoder.decode(encoded[0], extents: grids.map { ($0.height, $0.width) })
      }
      #expect(decoded == grids)
    }
  }

  @Test("the largest shape that fits stands at each empty cell")
  func largestFirst() throws {
    let vocabulary = try GridVocabulary(
      alphabetSize: 2,
      merges: [GridMerge(0, 0, 0, 1), GridMerge(0, 0, 1, 0), GridMerge(2, 2, 1, 0)])
    let grid = try GridExamples.grid("000", "000", "110")
    let encoder = GridPairEncoder(vocabulary)
    #expect(try encoder.encode(grid, mode: .largestShapeFirst) == [4, 3, 1, 1, 0])
    #expect(try encoder.encode(grid) == [4, 3, 1, 1, 0])
    // Merge order takes the pair to the right first.
    let row = try GridExamples.grid("00", "10", "10")
    #expect(try encoder.encode(row) == [2, 1, 3, 1])
    #expect(try encoder.encode(row, mode: .largestShapeFirst) == [2, 1, 3, 1])
  }

  @Test("other tokens for the same grid are not canonical")
  func canonical() throws {
    let encoder = GridPairEncoder(
      try GridVocabulary(alphabetSize: 2, merges: [GridMerge(0, 1, 0, 1)]))
    #expect(encoder.isCanonical([2, 0], height: 1, width: 3))
    #expect(!encoder.isCanonical([0, 1, 0], height: 1, width: 3))
    #expect(!encoder.isCanonical([2, 0], height: 1, width: 4))
    #expect(!encoder.isCanonical([9], height: 1, width: 1))
    #expect(!encoder.isCanonical([0], height: 0, width: 0))
    #expect(
      try encoder.areCanonical(
        TokenSequences([[2, 0], [0, 1, 0], [9]]), extents: [(1, 3), (1, 3), (1, 1)])
        == [true, false, false])
    #expect(throws: GridPairError.wrongExtentCount(sequences: 1, extents: 2)) {
      try encoder.areCanonical(TokenSequences([[2]]), extents: [(1, 2), (1, 2)])
    }
  }

  @Test(
    "tokens that do not fill a grid are refused",
    arguments: [
      ([0, 9], 2, 2, 1, .unknownToken(9)),
      ([2, 0], 1, 1, 0, .outside(2, row: 0, column: 0)),
      ([0, 2], 1, 2, 1, .outside(2, row: 0, column: 1)),
      ([0, 0, 3], 2, 2, 2, .outside(3, row: 1, column: 0)),
      // Shape 4 reaches to the left below, where there is no column, and where shape 3 stands.
      ([4, 0], 2, 2, 0, .outside(4, row: 0, column: 0)),
      ([3, 4], 2, 2, 1, .overlapping(4, row: 0, column: 1)),
      ([0, 0, 0], 1, 2, 2, .noCellLeft(0)),
      ([0, 2], 2, 2, 2, .tooFewCells(covered: 3, needed: 4)),
      ([], 1, 1, 0, .tooFewCells(covered: 0, needed: 1)),
      // Refused before a grid of that size is made.
      ([4], 1 << 15, 1 << 15, 1, .tooFewCells(covered: 3, needed: 1 << 30)),
    ] as [([UInt32], Int, Int, Int, PlacementFault)])
  func undecodable(
    tokens: [UInt32], height: Int, width: Int, position: Int, fault: PlacementFault
  ) throws {
    let vocabulary = try GridVocabulary(
      alphabetSize: 2,
      merges: [GridMerge(0, 1, 0, 1), GridMerge(0, 1, 1, 0), GridMerge(3, 0, 1, -1)])
    let encoder = GridPairEncoder(vocabulary)
    #expect(throws: GridPairError.undecodable(grid: 0, position: position, fault)) {
      try encoder.decode(tokens, height: height, width: width)
    }
    let batch = TokenSequences([[0], tokens])
    #expect(throws: GridPairError.undecodable(grid: 1, position: position, fault)) {
      try encoder.decode(batch, extents: [(1, 1), (height, width)])
    }
  }

  @Test(
    "impossible sizes are refused",
    arguments: [(0, 1), (1, 0), (-1, -1), (Int.max, 2), (1 << 20, 1 << 20)])
  func impossibleExtents(height: Int, width: Int) throws {
    let encoder = GridPairEncoder(try GridVocabulary(alphabetSize: 2))
    #expect(throws: GridPairError.impossibleExtent(grid: 0, height: height, width: width)) {
      try encoder.decode([0], height: height, width: width)
    }
  }

  @Test("codes outside the base vocabulary are refused by their place")
  func unknownCodes() throws {
    let vocabulary = try GridVocabulary(alphabetSize: 2, merges: [GridMerge(0, 1, 0, 1)])
    let grids = [try GridExamples.grid("01"), try GridExamples.grid("010", "012")]
    for mode in Self.modes {
      #expect(
        throws: GridPairError.unknownCode(grid: 1, row: 1, column: 2, code: 2, alphabetSize: 2)
      ) { try GridPairEncoder(vocabulary).encode(grids, mode: mode) }
    }
    #expect(throws: GridPairError.wrongExtentCount(sequences: 1, extents: 0)) {
      try GridPairEncoder(vocabulary).decode(TokenSequences([[0]]), extents: [])
    }
    #expect(try GridPairEncoder(vocabulary).encode([]).count == 0)
  }

  @Test("random tokens never do worse than throw", arguments: 0..<20 as Range<UInt64>)
  func fuzz(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, stream: 9)
    let vocabulary = try GridExamples.vocabulary(alphabetSize: 3, mergeCount: 30, seed: seed)
    let encoder = GridPairEncoder(vocabulary)
    for _ in 0..<300 {
      let (height, width) = (1 + generator.index(below: 5), 1 + generator.index(below: 5))
      let tokens = (0..<generator.index(below: 12)).map { _ in
        UInt32(generator.index(below: vocabulary.count + 1))
      }
      guard let grid = try? encoder.decode(tokens, height: height, width: width) else { continue }
      #expect(
        try encoder.decode(encoder.encode(grid), height: height, width: width) == grid)
    }
  }
}
