import PairEncoding
import Tensors
import Testing
import TokenStreams

@Suite("Codes of several codebooks as sequences")
struct CodebookRowsTests {
  private static let vocabulary = Vocabulary(sizes: [4, 2, 3])

  private static func item(seed: UInt64, positions: Int, uniform: Bool = false) throws -> CodeStack
  {
    var random = SeededGenerator(seed: seed)
    let depths = (0..<positions).map { _ in uniform ? 3 : UInt8(random.index(below: 4)) }
    let codes = depths.flatMap { depth in
      (0..<Int(depth)).map { UInt32(random.index(below: vocabulary.sizes[$0])) }
    }
    return try CodeStack(vocabulary: vocabulary, depths: depths, codes: codes)
  }

  private static func items() throws -> [CodeStack] {
    try (0..<40).map { try item(seed: $0, positions: Int($0) / 2, uniform: $0 % 3 == 0) }
  }

  @Test("interleaved, each stage has its numbers, and a position without codes one of its own")
  func interleavedExample() throws {
    let layout = try InterleavedCodebooks(Self.vocabulary)
    #expect(layout.firstCodes == [0, 4, 6, 9])
    #expect(layout.alphabetSize == 10)
    let item = try CodeStack(
      vocabulary: Self.vocabulary, depths: [3, 1, 0, 2], codes: [3, 1, 2, 0, 1, 0])
    #expect(try layout.sequences(of: [item]).arrays == [[3, 5, 8, 0, 9, 1, 4]])
  }

  @Test("apart, each stage has a row, with a number for positions that are shallower")
  func separateExample() throws {
    let layout = try SeparateCodebooks(Self.vocabulary)
    let item = try CodeStack(
      vocabulary: Self.vocabulary, depths: [3, 1, 0, 2], codes: [3, 1, 2, 0, 1, 0])
    let rows = try layout.sequences(of: [item])
    #expect(rows.map(\.arrays) == [[[3, 0, 4, 1]], [[1, 2, 2, 0]], [[2, 3, 3, 3]]])
    #expect((0..<3).map { layout.alphabetSize(ofStage: $0) } == [5, 3, 4])
  }

  @Test("items of all depths come back, also through pair encoding")
  func roundTrips() throws {
    let items = try Self.items()
    let interleaved = try InterleavedCodebooks(Self.vocabulary)
    let sequences = try interleaved.sequences(of: items)
    #expect(try interleaved.items(from: sequences) == items)
    let trainer = try SequencePairTrainer(
      alphabetSize: interleaved.alphabetSize, options: PairTrainingOptions(goal: .merges(30)))
    let table = try trainer.train(on: sequences)
    let tokens = try SequencePairEncoder(table).encode(sequences)
    #expect(try interleaved.items(from: table.decode(tokens)) == items)
    let separate = try SeparateCodebooks(Self.vocabulary)
    #expect(try separate.items(from: separate.sequences(of: items)) == items)
  }

  @Test(
    "rows that no item gives are refused",
    arguments: [[4], [0, 6], [0, 4, 4], [9, 4], [0, 4, 6, 6], [0, 10], [.max]] as [[UInt32]])
  func brokenInterleaved(codes: [UInt32]) throws {
    let layout = try InterleavedCodebooks(Self.vocabulary)
    let error = try #require(throws: PairEncodingError.self) {
      try layout.items(from: TokenSequences([[0, 4], codes] as [[UInt32]]))
    }
    switch error {
    case .unknownCode(1, codes.count - 1, _, 10), .brokenFrames(1, codes.count - 1, _): break
    default: Issue.record("\(error)")
    }
  }

  @Test("stages that do not fit together are refused")
  func brokenSeparate() throws {
    let layout = try SeparateCodebooks(Self.vocabulary)
    func items(_ stages: [[[UInt32]]]) throws -> [CodeStack] {
      try layout.items(from: stages.map { TokenSequences($0) })
    }
    #expect(throws: PairEncodingError.wrongStageCount(found: 2, needed: 3)) {
      try items([[[1]], [[1]]])
    }
    #expect(
      throws: PairEncodingError.unknownCode(sequence: 0, position: 1, code: 3, alphabetSize: 3)
    ) {
      try items([[[1, 1]], [[1, 3]], [[0, 0]]])
    }
    for stages in [
      [[[4]], [[1]], [[3]]],  // a second stage without a first one
      [[[1]], [[2]], [[0]]],  // a third stage without a second one
      [[[1, 1]], [[1]], [[0, 0]]],  // rows of different lengths
      [[[1], [1]], [[1]], [[0], [0]]],  // an item with two rows
    ] as [[[[UInt32]]]] {
      let error = try #require(throws: PairEncodingError.self) { try items(stages) }
      guard case .brokenFrames = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test("items of other codebooks and codebooks larger than an alphabet are refused")
  func otherVocabularies() throws {
    let other = try CodeStack(vocabulary: Vocabulary(sizes: [4, 2]), depths: [1], codes: [0])
    let expected = PairEncodingError.otherVocabulary(item: 1, found: [4, 2], needed: [4, 2, 3])
    let items = try [Self.item(seed: 1, positions: 2), other]
    #expect(throws: expected) { try InterleavedCodebooks(Self.vocabulary).sequences(of: items) }
    #expect(throws: expected) { try SeparateCodebooks(Self.vocabulary).sequences(of: items) }
    let large = Vocabulary(sizes: [1 << 23, 1 << 23])
    #expect(throws: PairEncodingError.self) { try InterleavedCodebooks(large) }
    #expect(try SeparateCodebooks(large).alphabetSize(ofStage: 1) == 1 << 23 + 1)
    #expect(throws: PairEncodingError.self) {
      try SeparateCodebooks(Vocabulary(sizes: [1 << 24]))
    }
  }
}
