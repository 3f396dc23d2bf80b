import Layers
import PairEncoding
import TestSupport
import Testing
import TokenStreams

@Suite("The published flattening rule")
struct FlattenedVisualMergesTests {
  /// One corpus of the golden case.
  private struct GoldenCorpus {
    let tensors: SafetensorsFile
    let name: String

    init(_ name: String) throws {
      tensors = try ProjectFiles.goldenTensors("bpe/visual-bpe-2d")
      self.name = name
    }

    func integers(_ part: String) throws -> [Int] { try tensors.integers("\(name).\(part)") }

    func grids(_ part: String) throws -> [TokenGrid] {
      let shape = try #require(tensors.entry("\(name).\(part)")).shape
      let codes = try integers(part).map { UInt32($0) }
      let area = shape[1] * shape[2]
      return try (0..<shape[0]).map { index in
        try TokenGrid(
          height: shape[1], width: shape[2],
          tokens: Array(codes[index * area..<(index + 1) * area]))
      }
    }

    func sequences(_ part: String) throws -> TokenSequences {
      try TokenSequences(
        tokens: integers(part).map { UInt32($0) }, offsets: integers(part + "_offsets"))
    }
  }

  // Sizes and first ids as the case's config.json has them.
  @Test(
    "reproduces every tensor of the published code",
    arguments: [
      ("uniform", 10, 15, 100, 110), ("smooth", 24, 40, 1000, 1040), ("tiled", 5, 10, 7, 20),
    ])
  func goldens(
    name: String, alphabetSize: Int, mergeCount: Int, codesFrom: Int, mergesFrom: Int
  ) throws {
    let corpus = try GoldenCorpus(name)
    let train = try corpus.grids("train")
    #expect(
      try FlattenedVisualMerges.adjacency(of: train, alphabetSize: alphabetSize)
        == corpus.integers("first_adjacency"))
    let merges = try FlattenedVisualMerges.train(
      on: train, alphabetSize: alphabetSize, mergeCount: mergeCount)
    let found = merges.merges.enumerated().flatMap { rank, merge in
      [Int(merge.left), Int(merge.right), alphabetSize + rank]
    }
    #expect(try found == corpus.integers("merges"))
    let test = try corpus.grids("test")
    #expect(
      try merges.prefix(mergeCount: 1).encode(test) == corpus.sequences("after_first_merge"))
    let encoded = try merges.encode(test)
    #expect(try encoded == corpus.sequences("test_encoded"))
    #expect(
      try merges.languageModelIDs(encoded.tokens, codesFrom: codesFrom, mergesFrom: mergesFrom)
        == corpus.integers("test_ids"))
    #expect(
      try FlattenedVisualMerges(alphabetSize: alphabetSize, merges: merges.merges) == merges)
  }

  // Not of noise, where there is nothing to learn and one token for two directions is ahead.
  @Test("true two-dimensional merges make structured grids shorter, and give them back")
  func shorter() throws {
    for (name, alphabetSize, mergeCount) in [("smooth", 24, 40), ("tiled", 5, 10)] {
      let corpus = try GoldenCorpus(name)
      let test = try corpus.grids("test")
      let trained = try GridPairTrainer(
        alphabetSize: alphabetSize, options: GridPairTrainingOptions(mergeCount: mergeCount)
      ).train(on: corpus.grids("train"))
      let encoder = GridPairEncoder(trained.vocabulary)
      let encoded = try encoder.encode(test)
      #expect(encoded.tokens.count < (try corpus.integers("test_encoded").count), "\(name)")
      #expect(try encoder.decode(encoded, extents: test.map { ($0.height, $0.width) }) == test)
    }
  }

  @Test("decoding is refused")
  func decoding() throws {
    let merges = try FlattenedVisualMerges(alphabetSize: 2, merges: [.init(left: 0, right: 1)])
    #expect(throws: GridPairError.notReversible) {
      try merges.decode([2], height: 1, width: 2)
    }
  }

  @Test("the right neighbour is taken before the one below, and nothing twice")
  func flattening() throws {
    let merges = try FlattenedVisualMerges(alphabetSize: 2, merges: [.init(left: 0, right: 1)])
    #expect(try merges.encode(GridExamples.grid("01", "10")) == [2, 1, 0])
    #expect(try merges.encode(GridExamples.grid("00", "11")) == [2, 2])
    #expect(try merges.encode(GridExamples.grid("001", "111")) == [2, 2, 1, 1])
    let none = try FlattenedVisualMerges(alphabetSize: 2, merges: [])
    #expect(try none.encode(GridExamples.grid("01", "10")) == [0, 1, 1, 0])
  }

  @Test("the first pair is merged anew where flattening made it neighbours again")
  func firstPairAgain() throws {
    let grid = try GridExamples.grid("01", "20", "13")
    let rule = try FlattenedVisualMerges.train(on: [grid], alphabetSize: 4, mergeCount: 2)
    let pair = FlattenedVisualMerges.Merge(left: 0, right: 1)
    #expect(rule.merges == [pair, pair])
    #expect(try rule.encode(grid) == [4, 2, 5, 3])
    #expect(try FlattenedVisualMerges(alphabetSize: 4, merges: rule.merges) == rule)
  }

  @Test("grids without an ascending pair have no merges")
  func nothingToMerge() throws {
    let grids = [try GridExamples.grid("111", "111"), try GridExamples.grid("3210")]
    let merges = try FlattenedVisualMerges.train(on: grids, alphabetSize: 4, mergeCount: 5)
    #expect(merges.merges.isEmpty)
    #expect(try merges.encode(grids) == TokenSequences([[1, 1, 1, 1, 1, 1], [3, 2, 1, 0]]))
  }

  @Test("what cannot be is refused")
  func refusals() throws {
    typealias Merge = FlattenedVisualMerges.Merge
    let good = Merge(left: 0, right: 1)
    let cases: [(Merge, MergeFault)] = [
      (Merge(left: 0, right: 4), .unknownToken(4)), (Merge(left: 0, right: 3), .unknownToken(3)),
      (Merge(left: 1, right: 1), .descending(1, 1)), (Merge(left: 1, right: 0), .descending(1, 0)),
    ]
    #expect(throws: GridPairError.invalidMerge(rank: 2, .repeats(rank: 1))) {
      try FlattenedVisualMerges(alphabetSize: 2, merges: [good, good, good])
    }
    for (merge, fault) in cases {
      #expect(throws: GridPairError.invalidMerge(rank: 1, fault)) {
        try FlattenedVisualMerges(alphabetSize: 2, merges: [good, merge])
      }
    }
    for size in [-1, 0, 1 << 24, Int.max] {
      #expect(throws: GridPairError.impossibleAlphabet(size: size)) {
        try FlattenedVisualMerges(alphabetSize: size, merges: [])
      }
    }
    let grid = try GridExamples.grid("02")
    #expect(
      throws: GridPairError.unknownCode(grid: 0, row: 0, column: 1, code: 2, alphabetSize: 2)
    ) { try FlattenedVisualMerges.train(on: [grid], alphabetSize: 2, mergeCount: 1) }
    #expect(throws: GridPairError.self) {
      try FlattenedVisualMerges.adjacency(of: [grid], alphabetSize: 2)
    }
    #expect(throws: GridPairError.self) {
      try FlattenedVisualMerges.adjacency(of: [grid], alphabetSize: 1 << 20)
    }
    #expect(throws: GridPairError.noGrids) {
      try FlattenedVisualMerges.train(on: [], alphabetSize: 2, mergeCount: 1)
    }
    #expect(throws: GridPairError.self) {
      try FlattenedVisualMerges.train(on: [grid], alphabetSize: 3, mergeCount: -1)
    }
  }
}
