import PairEncoding
import Tensors
import Testing
import Threads
import TokenStreams

@Suite("Training on grids")
struct GridPairTrainerTests {
  private func train(
    _ grids: [TokenGrid], _ alphabetSize: Int, _ options: GridPairTrainingOptions,
    from start: GridVocabulary? = nil
  ) throws -> TrainedGridVocabulary {
    try GridPairTrainer(alphabetSize: alphabetSize, options: options).train(on: grids, from: start)
  }

  @Test("a worked example")
  func example() throws {
    // 0 over 1 stands three times; then a 2 to the right of it, in its upper row, twice.
    let grids = [try GridExamples.grid("020", "131", "402", "514")]
    let trained = try train(grids, 6, GridPairTrainingOptions(mergeCount: 9))
    #expect(trained.vocabulary.merges == [GridMerge(0, 1, 1, 0), GridMerge(6, 2, 0, 1)])
    #expect(trained.frequencies == [3, 2])
    #expect(trained.end == .noPairLeft)
    #expect(trained.encoded[0].elementsEqual([7, 6, 3, 4, 7, 5, 4]))
    #expect(trained.compression == 12.0 / 7)
  }

  @Test("a run of equal codes counts as often as it is joined")
  func runs() throws {
    // Five zeros make two pairs, and three columns of ones make three: the ones win.
    let grids = [try GridExamples.grid("00000"), try GridExamples.grid("121", "121", "343")]
    let trained = try train(grids, 5, GridPairTrainingOptions(mergeCount: 2))
    #expect(trained.vocabulary.merges == [GridMerge(0, 0, 0, 1), GridMerge(1, 1, 1, 0)])
    #expect(trained.frequencies == [2, 2])
    #expect(trained.encoded[0].elementsEqual([5, 5, 0]))
  }

  @Test("ties go to the lower first, then the lower second token, then right before below")
  func ties() throws {
    let grids = [try GridExamples.grid("21", "10"), try GridExamples.grid("43", "35")]
    var options = GridPairTrainingOptions(mergeCount: 1)
    options.minimumFrequency = 1
    #expect(try train(grids, 6, options).vocabulary.merges == [GridMerge(1, 0, 0, 1)])
    let reversed = [try GridExamples.grid("12", "01"), try GridExamples.grid("33", "33")]
    #expect(try train(reversed, 6, options).vocabulary.merges == [GridMerge(3, 3, 0, 1)])
  }

  @Test("equals a training that counts everything anew", arguments: 0..<60 as Range<UInt64>)
  func equalsReference(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, stream: 1)
    let alphabetSize = 1 + generator.index(below: 4)
    let grids = try GridExamples.grids(
      1 + generator.index(below: 8), alphabetSize: alphabetSize, seed: seed)
    var options = GridPairTrainingOptions(mergeCount: 14)
    options.minimumFrequency = 1 + generator.index(below: 3)
    if seed % 5 == 1 { options.maximumCells = 2 + generator.index(below: 5) }
    if seed % 5 == 2 { options.shapes = .rectangles }
    if seed % 5 == 3 { options.targetCompression = 1 + Double(generator.index(below: 20)) / 8 }
    if seed % 4 == 0 {
      options.priority = .consistency(
        weight: Double(generator.index(below: 5)) / 16, deviation: 0.75)
    }
    let reference = ReferenceTraining(grids, alphabetSize: alphabetSize, options: options)
    let trained = try train(grids, alphabetSize, options)
    #expect(trained.vocabulary.merges == reference.merges)
    #expect(trained.frequencies == reference.frequencies)
    for index in grids.indices {
      #expect(trained.encoded[index].elementsEqual(reference.boards[index].tokens))
    }
    #expect(try GridPairEncoder(trained.vocabulary).encode(grids) == trained.encoded)
  }

  @Test("is the same on 1, 2 and 8 threads and for grids in any order")
  func deterministic() throws {
    var generator = SeededGenerator(seed: 77)
    // Enough cells of one code that lists are read and joined by several threads.
    var grids = try (0..<40).map { _ in
      try GridExamples.grid(64, 48, alphabetSize: 2, using: &generator)
    }
    grids += try GridExamples.grids(200, alphabetSize: 2, seed: 5)
    let options = GridPairTrainingOptions(mergeCount: 120)
    let trained = try [1, 2, 8].map { threads in
      try Parallel.$threadCount.withValue(threads) { try train(grids, 2, options) }
    }
    #expect(trained.allSatisfy { $0 == trained[0] })
    let shuffled = try train(grids.shuffled(using: &generator), 2, options)
    #expect(shuffled.vocabulary == trained[0].vocabulary)
    #expect(shuffled.frequencies == trained[0].frequencies)
    #expect(try GridPairEncoder(trained[0].vocabulary).encode(grids) == trained[0].encoded)
  }

  @Test("every token is a rectangle when that is asked for")
  func rectangles() throws {
    let grids = try GridExamples.grids(60, alphabetSize: 3, seed: 8)
    var options = GridPairTrainingOptions(mergeCount: 80)
    options.shapes = .rectangles
    let vocabulary = try train(grids, 3, options).vocabulary
    for token in 0..<UInt32(vocabulary.count) {
      #expect(try #require(vocabulary.shape(of: token)).isRectangle)
    }
    #expect(vocabulary.merges.count > 20)
    options.shapes = .any
    let free = try train(grids, 3, options).vocabulary
    #expect((0..<UInt32(free.count)).contains { free.shape(of: $0)?.isRectangle == false })
  }

  @Test("a consistent pair overtakes a more frequent one whose places vary")
  func consistency() throws {
    // 0 and 1: four times beside, four times above each other. 2 and 3: three times, always beside.
    let grids = try ["01", "23"].flatMap { row in
      try (0..<(row == "01" ? 4 : 3)).map { _ in try GridExamples.grid(row) }
    }
    let columns = try (0..<4).map { _ in try GridExamples.grid("0", "1") }
    var options = GridPairTrainingOptions(mergeCount: 1)
    #expect(try train(grids + columns, 4, options).vocabulary.merges == [GridMerge(0, 1, 0, 1)])
    options.priority = .consistency(weight: 0.2, deviation: 0.5)
    #expect(try train(grids + columns, 4, options).vocabulary.merges == [GridMerge(2, 3, 0, 1)])
    options.priority = .consistency(weight: 0.02, deviation: 0.5)
    #expect(try train(grids + columns, 4, options).vocabulary.merges == [GridMerge(0, 1, 0, 1)])
  }

  private struct Enough: Error {}

  @Test("taken up again it ends as if it had never stopped", arguments: [0, 1, 9, 30, 50])
  func resumed(after mergeCount: Int) throws {
    let grids = try GridExamples.grids(80, alphabetSize: 3, seed: 12)
    for priority in [
      GridPairTrainingOptions.Priority.frequency, .consistency(weight: 0.1, deviation: 1),
    ] {
      var options = GridPairTrainingOptions(mergeCount: 50)
      options.priority = priority
      let trainer = try GridPairTrainer(alphabetSize: 3, options: options)
      let whole = try trainer.train(on: grids)
      var saved: GridVocabulary?
      #expect(throws: Enough.self) {
        try trainer.train(on: grids) { progress in
          saved = progress.vocabulary
          if progress.vocabulary.merges.count == mergeCount { throw Enough() }
        }
      }
      #expect(saved?.merges.count == mergeCount)
      #expect(try trainer.train(on: grids, from: saved) == whole)
    }
  }

  @Test("a cancelled task stops training")
  func cancelled() async throws {
    let grids = try GridExamples.grids(20, alphabetSize: 2, seed: 1)
    let trainer = try GridPairTrainer(
      alphabetSize: 2, options: GridPairTrainingOptions(mergeCount: 50))
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try trainer.train(on: grids)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("merges to start from are made even where the grids have no use for them")
  func foreignStart() throws {
    let start = try GridExamples.vocabulary(alphabetSize: 2, mergeCount: 20, seed: 3)
    let grids = try GridExamples.grids(30, alphabetSize: 2, seed: 31)
    var options = GridPairTrainingOptions(mergeCount: 40)
    options.maximumCells = 3
    options.shapes = .rectangles
    let trained = try train(grids, 2, options, from: start)
    #expect(Array(trained.vocabulary.merges.prefix(20)) == start.merges)
    #expect(trained.vocabulary.merges.count > 20)
    #expect(try GridPairEncoder(trained.vocabulary).encode(grids) == trained.encoded)
    for rank in 20..<trained.vocabulary.merges.count {
      let token = trained.vocabulary.token(ofRank: rank)
      let shape = try #require(trained.vocabulary.shape(of: token))
      #expect(shape.isRectangle && shape.cells.count <= 3)
    }
  }

  @Test("progress tells of every merge")
  func progress() throws {
    let grids = try GridExamples.grids(40, alphabetSize: 2, seed: 2)
    let trainer = try GridPairTrainer(
      alphabetSize: 2, options: GridPairTrainingOptions(mergeCount: 20))
    var told: [GridPairTrainingProgress] = []
    let trained = try trainer.train(on: grids) { told.append($0) }
    #expect(told.map(\.vocabulary.merges.count) == Array(0...20))
    #expect(told.dropFirst().map(\.frequency) == trained.frequencies)
    #expect(told.first?.compression == 1 && told.last?.compression == trained.compression)
    #expect(told.last?.vocabulary == trained.vocabulary && told.last?.mergeGoal == 20)
    for (one, next) in zip(told, told.dropFirst()) {
      #expect(one.tokenCount - next.tokenCount == next.frequency)
    }
  }

  @Test("grids of one code and single cells train to the end")
  func degenerate() throws {
    var options = GridPairTrainingOptions(mergeCount: 100)
    options.minimumFrequency = 1
    let single = try train([try GridExamples.grid("0")], 1, options)
    #expect(single.vocabulary.merges.isEmpty && single.end == .noPairLeft)
    #expect(Array(single.encoded[0]) == [0])
    let row = try TokenGrid(
      height: 1, width: 40_000, tokens: Array(repeating: 0, count: 40_000))
    let trained = try train([row], 1, options)
    #expect(trained.vocabulary.merges.count > 13)
    let longest = (0..<UInt32(trained.vocabulary.count)).compactMap(trained.vocabulary.cellCount)
    #expect(longest.max() == 16_383 || longest.max() ?? 0 > 8_000)
    #expect(try GridPairEncoder(trained.vocabulary).encode([row]) == trained.encoded)
    #expect(
      try GridPairEncoder(trained.vocabulary).decode(trained.encoded[0], height: 1, width: 40_000)
        == row)
  }

  @Test("what cannot be trained on is refused")
  func refusals() throws {
    let trainer = try GridPairTrainer(
      alphabetSize: 2, options: GridPairTrainingOptions(mergeCount: 3))
    #expect(throws: GridPairError.noGrids) { try trainer.train(on: []) }
    // The grids share their cells, of which there would be more than 2^30.
    let large = try TokenGrid(
      height: 1 << 10, width: 1 << 10, tokens: Array(repeating: 0, count: 1 << 20))
    let many = Array(repeating: large, count: 1 << 10)
    #expect(throws: GridPairError.tooManyCells(1 << 30)) { try trainer.train(on: many) }
    let grids = [try GridExamples.grid("01"), try GridExamples.grid("01", "20")]
    #expect(
      throws: GridPairError.unknownCode(grid: 1, row: 1, column: 0, code: 2, alphabetSize: 2)
    ) { try trainer.train(on: grids) }
    let other = try GridVocabulary(alphabetSize: 3)
    #expect(throws: GridPairError.self) { try trainer.train(on: [grids[0]], from: other) }
    let longer = try GridExamples.vocabulary(alphabetSize: 2, mergeCount: 4, seed: 1)
    #expect(throws: GridPairError.self) { try trainer.train(on: [grids[0]], from: longer) }
  }

  @Test("options outside their ranges are refused")
  func options() throws {
    let changes: [(inout GridPairTrainingOptions) -> Void] = [
      { $0.mergeCount = -1 }, { $0.minimumFrequency = 0 }, { $0.maximumCells = 0 },
      { $0.maximumCells = 1 << 14 }, { $0.targetCompression = 0.5 },
      { $0.targetCompression = .nan }, { $0.targetCompression = .infinity },
      { $0.priority = .consistency(weight: -1, deviation: 1) },
      { $0.priority = .consistency(weight: 1, deviation: 0) },
      { $0.priority = .consistency(weight: .infinity, deviation: 1) },
    ]
    for change in changes {
      var options = GridPairTrainingOptions(mergeCount: 1)
      change(&options)
      #expect(throws: GridPairError.self) { try GridPairTrainer(alphabetSize: 2, options: options) }
    }
    #expect(throws: GridPairError.impossibleAlphabet(size: 0)) {
      try GridPairTrainer(alphabetSize: 0, options: GridPairTrainingOptions(mergeCount: 1))
    }
  }
}
