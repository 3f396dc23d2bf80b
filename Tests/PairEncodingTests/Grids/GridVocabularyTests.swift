import PairEncoding
import Testing

@Suite("Vocabularies of shapes")
struct GridVocabularyTests {
  @Test("a merge joins the shapes of its tokens")
  func shapes() throws {
    // 0 above 1, then that with a 2 to the left of its lower cell, which comes later in raster order.
    let vocabulary = try GridVocabulary(
      alphabetSize: 3, merges: [GridMerge(0, 1, 1, 0), GridMerge(3, 2, 1, -1)])
    let shape = try #require(vocabulary.shape(of: 4))
    #expect(
      shape.cells.map { [$0.offset.row, $0.offset.column, Int($0.code)] }
        == [[0, 0, 0], [1, -1, 2], [1, 0, 1]])
    #expect([shape.height, shape.width, vocabulary.cellCount(of: 4)] == [2, 2, 3])
    #expect(!shape.isRectangle)
    #expect(vocabulary.shape(of: 2)?.cells.map(\.code) == [2])
    #expect(try #require(vocabulary.shape(of: 3)).isRectangle)
    #expect(vocabulary.shape(of: 5) == nil && vocabulary.cellCount(of: 5) == nil)
    #expect(vocabulary.count == 5 && vocabulary.token(ofRank: 1) == 4)
  }

  @Test("a prefix is the vocabulary of the first merges", arguments: [0, 1, 7, 12, 99])
  func prefix(mergeCount: Int) throws {
    let vocabulary = try GridExamples.vocabulary(alphabetSize: 2, mergeCount: 12, seed: 4)
    let rebuilt = try GridVocabulary(
      alphabetSize: 2, merges: Array(vocabulary.merges.prefix(mergeCount)))
    let prefix = vocabulary.prefix(mergeCount: mergeCount)
    #expect(prefix == rebuilt)
    for token in 0...UInt32(vocabulary.count) {
      #expect(prefix.shape(of: token) == rebuilt.shape(of: token))
    }
    // A shorter vocabulary grows like any other.
    let extra = GridMerge(0, UInt32(prefix.count - 1), 1, 0)
    #expect(
      (try? GridVocabulary(alphabetSize: 2, merges: prefix.merges + [extra]))
        == (try? GridVocabulary(alphabetSize: 2, merges: rebuilt.merges + [extra])))
  }

  @Test("impossible alphabets are refused", arguments: [-1, 0, 1 << 24 + 1, Int.max])
  func alphabets(size: Int) throws {
    #expect(throws: GridPairError.impossibleAlphabet(size: size)) {
      try GridVocabulary(alphabetSize: size)
    }
    #expect(try GridVocabulary(alphabetSize: 1 << 24).count == 1 << 24)
  }

  private static let good = GridMerge(0, 1, 0, 1)

  @Test(
    "merges that cannot be are refused",
    arguments: [
      (GridMerge(0, 9, 0, 1), .unknownToken(9)),
      (GridMerge(UInt32.max, 0, 0, 1), .unknownToken(UInt32.max)),
      // The token that this merge would make itself.
      (GridMerge(3, 0, 0, 1), .unknownToken(3)),
      (GridMerge(0, 3, 0, 1), .unknownToken(3)),
      (GridMerge(0, 1, 0, 0), .secondComesFirst(CellOffset(row: 0, column: 0))),
      (GridMerge(0, 1, 0, -1), .secondComesFirst(CellOffset(row: 0, column: -1))),
      (GridMerge(0, 1, -1, 5), .secondComesFirst(CellOffset(row: -1, column: 5))),
      (GridMerge(0, 1, Int.min, 5), .secondComesFirst(CellOffset(row: Int.min, column: 5))),
      (GridMerge(2, 0, 0, 1), .overlapping),
      (GridMerge(2, 2, 0, 1), .overlapping),
      (GridMerge(0, 1, 0, 2), .apart),
      (GridMerge(0, 1, 1, 1), .apart),
      (GridMerge(0, 1, 1, -1), .apart),
      (GridMerge(0, 1, Int.max, Int.max), .apart),
      (GridMerge(0, 1, 40_000, 0), .apart),
      (GridMerge(0, 1, 0, 1), .repeats(rank: 0)),
    ] as [(GridMerge, MergeFault)])
  func faults(merge: GridMerge, fault: MergeFault) {
    #expect(throws: GridPairError.invalidMerge(rank: 1, fault)) {
      try GridVocabulary(alphabetSize: 2, merges: [Self.good, merge])
    }
  }

  @Test("shapes do not grow without bound")
  func limits() {
    #expect(throws: GridPairError.invalidMerge(rank: 13, .tooManyCells(1 << 14))) {
      try GridVocabulary(alphabetSize: 1, merges: Self.doubling(14, alphabetSize: 1))
    }
    // The longest of those above every code: 8,193 cells a merge.
    let wide = Self.doubling(13, alphabetSize: 3000)
    let many = (0..<2500).map { code in GridMerge(3012, UInt32(code), 1, 0) }
    let room = 1 << 24 - (1 << 14) + 1
    #expect(throws: GridPairError.invalidMerge(rank: 13 + room / 8193, .shapesTooLarge)) {
      try GridVocabulary(alphabetSize: 3000, merges: wide + many)
    }
  }

  /// Merges that each put two of the longest row of zeros behind each other.
  private static func doubling(_ count: Int, alphabetSize: Int) -> [GridMerge] {
    (0..<count).map { rank in
      let row = rank == 0 ? 0 : UInt32(alphabetSize + rank - 1)
      return GridMerge(row, row, 0, 1 << rank)
    }
  }

  @Test("errors say what to do")
  func descriptions() {
    let faults: [MergeFault] = [
      .unknownToken(3), .secondComesFirst(CellOffset(row: 0, column: -1)), .overlapping, .apart,
      .descending(2, 1), .tooManyCells(99), .shapesTooLarge, .repeats(rank: 4),
    ]
    for fault in faults {
      #expect("\(GridPairError.invalidMerge(rank: 17, fault))".hasPrefix("merge 17 cannot be: "))
    }
    #expect(Set(faults.map(\.description)).count == faults.count)
    #expect(
      "\(GridPairError.unknownCode(grid: 3, row: 1, column: 2, code: 9, alphabetSize: 8))"
        .hasPrefix("grid 3, row 1, column 2: code 9 is outside 0..<8"))
  }
}
