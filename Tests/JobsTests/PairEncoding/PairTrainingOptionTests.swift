import Bytes
import Exports
import Jobs
import PairEncoding
import TestSupport
import Testing
import TokenStreams

@Suite("Options of learning, and what the vocabulary file says of them")
struct PairTrainingOptionTests {
  let folder: PairFolder
  let path: String

  init() throws {
    folder = try PairFolder()
    path = try folder.writeLines(
      PairFolder.sequences((0..<100).map { 3 + $0 % 40 }, below: 12))
  }

  private func learn(_ options: PairTrainingOptions) throws -> (MergeTable, TrainingRecord) {
    let path = try folder.train([path], .sequences(options))
    let vocabulary = try PairVocabularyFile.read(path)
    guard case .sequences(let table) = vocabulary.merges else { throw PairJobError.noGrids }
    return (table, vocabulary.training)
  }

  @Test("an end at so many tokens")
  func vocabularySize() throws {
    let (table, _) = try learn(PairTrainingOptions(goal: .vocabularySize(40)))
    #expect(table.alphabetSize == 12 && table.tokenCount == 40)
  }

  @Test("a least frequency")
  func minimumFrequency() throws {
    let (all, _) = try learn(PairTrainingOptions(goal: .merges(400)))
    let (frequent, record) = try learn(
      PairTrainingOptions(goal: .merges(400), minimumFrequency: 30))
    #expect(frequent.merges.count > 3 && frequent.merges.count < 200)
    #expect(all.merges.starts(with: frequent.merges))
    #expect(record.rule == "neighbours in sequences, most frequent first, at least 30 times")
  }

  @Test("a largest length")
  func maximumLength() throws {
    let (table, record) = try learn(
      PairTrainingOptions(goal: .merges(100), maximumTokenLength: 3))
    #expect(table.longestToken == 3 && table.merges.count > 20)
    #expect(record.rule.hasSuffix(", at most 3 codes a token"))
  }

  @Test("an end at a compression")
  func compression() throws {
    let (table, record) = try learn(
      PairTrainingOptions(goal: .merges(1000), targetCompression: 2))
    #expect(record.codeCount >= 2 * record.tokenCount)
    #expect(record.rule.hasSuffix(", until 2.0 codes a token"))
    let (shorter, before) = try learn(
      PairTrainingOptions(goal: .merges(table.merges.count - 1)))
    #expect(table.merges.starts(with: shorter.merges))
    #expect(before.codeCount < 2 * before.tokenCount)
  }

  @Test("scaffolds, which are hidden and not counted")
  func scaffolds() throws {
    let (table, record) = try learn(
      PairTrainingOptions(goal: .vocabularySize(60), removesScaffolds: true))
    #expect(!table.scaffolds.isEmpty && table.visibleTokenCount == 60)
    #expect(record.rule.hasSuffix(", scaffolds removed"))
    let encoded = folder.file("e.npz")
    let report = try PairEncodingJob(inputs: [path], vocabularyPath: folder.file("v.json"))
      .run(to: encoded)
    #expect(report.tokens == record.tokenCount && report.codes == record.codeCount)
    let tokens = try PairFolder.sequences(encoded).joined()
    #expect(Set(tokens).isDisjoint(with: table.scaffolds))
  }

  @Test("those of grids")
  func grids() throws {
    let array = try folder.writeArray(
      shape: [20, 6, 8], PairFolder.codes(960, below: 5, seed: 4))
    var options = GridPairTrainingOptions(mergeCount: 40)
    options.minimumFrequency = 4
    options.maximumCells = 6
    options.shapes = .rectangles
    options.priority = .consistency(weight: 0.5, deviation: 1)
    options.targetCompression = 3
    let vocabulary = try PairVocabularyFile.read(folder.train([array], .grids(options)))
    guard case .grids(let grids) = vocabulary.merges else {
      Issue.record("these are grids")
      return
    }
    let shapes = (5..<UInt32(grids.count)).compactMap { grids.shape(of: $0) }
    #expect(shapes.count > 5 && shapes.allSatisfy { $0.isRectangle && $0.cells.count <= 6 })
    #expect(
      vocabulary.training.rule
        == "neighbours on grids, by frequency and 0.5 of spatial consistency (deviation 1.0), "
        + "at least 4 times, at most 6 cells a token, rectangles only, until 3.0 cells a token")
  }

  @Test("a sample, which depends on its seed and its limit alone")
  func sample() throws {
    func learn(limit: Int?, seed: UInt64) throws -> PairVocabulary {
      var job = PairTrainingJob(inputs: [path], rule: .sequences(merges: 20))
      job.codeLimit = limit
      job.seed = seed
      let report = try job.run(to: folder.file("v.json"))
      #expect(report.itemCount == 100)
      return report.vocabulary
    }
    let all = try learn(limit: nil, seed: 1)
    #expect(all.training.sample == nil && all.training.itemCount == 100)
    let sampled = try learn(limit: 500, seed: 1)
    #expect(
      sampled.training.sample
        == TrainingRecord.Sample(
          seed: 1, seenItemCount: 100, seenCodeCount: all.training.codeCount))
    #expect(sampled.training.codeCount <= 500 && sampled.training.codeCount > 440)
    #expect(sampled.training.itemCount < 50)
    #expect(try learn(limit: 500, seed: 1) == sampled)
    #expect(try learn(limit: 500, seed: 2).merges != sampled.merges)
    // Lines of text may hold more codes than bytes tell, so a sample is drawn and is everything.
    let roomy = try learn(limit: all.training.codeCount, seed: 1)
    #expect(roomy.merges == all.merges && roomy.training == all.training)
  }

  @Test("a sample of what is small only while it is packed")
  func packedSample() throws {
    let archive = ProjectFiles.path("Tests/ExportsTests/Fixtures/zeros.npz")
    var job = PairTrainingJob(inputs: [archive], rule: .sequences(merges: 2))
    job.codeLimit = 50_000
    let training = try job.run(to: folder.file("v.json")).vocabulary.training
    #expect(training.itemCount == 50 && training.codeCount == 50_000)
    #expect(training.sample?.seenItemCount == 1_000)
    #expect(training.sample?.seenCodeCount == 1_000_000)
    job.codeLimit = 1_000_000
    #expect(try job.run(to: folder.file("v.json")).vocabulary.training.sample == nil)
  }

  /// What was not in the sample is encoded later.
  @Test("the alphabet is that of all codes, in the sample or not")
  func sampledAlphabet() throws {
    let rare = try folder.writeLines(
      Array(repeating: [0, 1, 0, 1, 0, 1], count: 50) + [[99]], to: "rare.jsonl")
    var job = PairTrainingJob(inputs: [rare], rule: .sequences(merges: 2))
    job.codeLimit = 12
    for seed in 1...5 as ClosedRange<UInt64> {
      job.seed = seed
      #expect(try job.run(to: folder.file("v.json")).vocabulary.alphabetSize == 100)
    }
  }

  @Test("codes that take less than a bit each are sampled, too")
  func sampledSmallFiles() throws {
    let tokens = try folder.writeTokens(
      .sequence, extents: Array(repeating: [10_000], count: 10), sizes: [1])
    var job = PairTrainingJob(inputs: [tokens], rule: .sequences(merges: 3))
    job.codeLimit = 50_000
    #expect(try 8 * MappedFile(path: tokens).count < 50_000)
    let training = try job.run(to: folder.file("v.json")).vocabulary.training
    #expect(training.codeCount == 50_000 && training.sample?.seenCodeCount == 100_000)
  }

  @Test("a sample of grids, of which a large one gives its first rows")
  func gridSample() throws {
    let array = try folder.writeArray(
      shape: [9, 10, 10], PairFolder.codes(900, below: 5, seed: 4))
    var job = PairTrainingJob(inputs: [array], rule: .grids(merges: 8))
    job.codeLimit = 250
    let some = try job.run(to: folder.file("v.json")).vocabulary.training
    #expect(some.itemCount == 2 && some.codeCount == 200)
    #expect(some.sample?.seenItemCount == 9 && some.sample?.seenCodeCount == 900)
    job.codeLimit = 37
    let part = try job.run(to: folder.file("v.json")).vocabulary.training
    #expect(part.itemCount == 1 && part.codeCount == 30)
  }
}
