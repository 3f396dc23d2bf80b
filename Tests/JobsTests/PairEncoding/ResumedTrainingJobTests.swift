import Bytes
import Exports
import Jobs
import PairEncoding
import TestSupport
import Testing
import TokenStreams

@Suite("A training that is taken up again writes the file of one that never stopped")
struct ResumedTrainingJobTests {
  let folder: PairFolder

  init() throws {
    folder = try PairFolder()
  }

  private struct Stop: Error {}

  /// Stops a training after some merges, goes on from what it left, and compares the files.
  private func expectResumption(
    _ job: PairTrainingJob, stops: [Int], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let whole = try job.run(to: folder.file("whole.json")).vocabulary
    let checkpoint = folder.file("checkpoint.json")
    for stop in stops {
      var stopped = job
      stopped.checkpointPath = checkpoint
      stopped.checkpointInterval = .zero
      var steps = 0
      #expect(throws: Stop.self, sourceLocation: sourceLocation) {
        try stopped.run(to: folder.file("stopped.json")) { _ in
          steps += 1
          if steps > stop { throw Stop() }
        }
      }
      #expect(Folder.kind(of: folder.file("stopped.json")) == .missing)
      let left = try PairVocabularyFile.read(checkpoint)
      #expect(left.tokenCount < whole.tokenCount, sourceLocation: sourceLocation)
      var resumed = job
      resumed.startPath = checkpoint
      _ = try resumed.run(to: folder.file("resumed.json"))
      #expect(
        try folder.bytes("resumed.json") == folder.bytes("whole.json"), "after \(stop)",
        sourceLocation: sourceLocation)
    }
  }

  @Test("for sequences, with scaffolds or without", arguments: [false, true])
  func sequences(removesScaffolds: Bool) throws {
    let path = try folder.writeLines(
      PairFolder.sequences((0..<60).map { 3 + $0 % 40 }, below: 12))
    let options = PairTrainingOptions(
      goal: .vocabularySize(60), removesScaffolds: removesScaffolds)
    try expectResumption(
      PairTrainingJob(inputs: [path], rule: .sequences(options)), stops: [1, 2, 17, 40])
  }

  @Test("for token files, whose tokenizer is kept")
  func tokenFiles() throws {
    let path = try folder.writeTokens(.frames, extents: [[90], [40]], sizes: [9, 7])
    try expectResumption(
      PairTrainingJob(inputs: [path], rule: .sequences(merges: 20), codes: .codebook(1)),
      stops: [1, 9])
  }

  @Test("for grids, and for a sample")
  func grids() throws {
    let path = try folder.writeArray(
      shape: [20, 6, 8], PairFolder.codes(960, below: 5, seed: 4))
    var job = PairTrainingJob(inputs: [path], rule: .grids(merges: 20))
    try expectResumption(job, stops: [1, 7, 18])
    job.codeLimit = 500
    try expectResumption(job, stops: [5])
  }

  @Test("a training that is finished already stays what it is")
  func finished() throws {
    let path = try folder.writeLines(PairFolder.sequences([50, 60], below: 6))
    var job = PairTrainingJob(inputs: [path], rule: .sequences(merges: 12))
    _ = try job.run(to: folder.file("a.json"))
    job.startPath = folder.file("a.json")
    _ = try job.run(to: folder.file("b.json"))
    #expect(try folder.bytes("a.json") == folder.bytes("b.json"))
  }

  @Test("checkpoints are written no more often than they are asked for")
  func interval() throws {
    let path = try folder.writeLines(PairFolder.sequences([50, 60], below: 6))
    var job = PairTrainingJob(inputs: [path], rule: .sequences(merges: 12))
    job.checkpointPath = folder.file("checkpoint.json")
    _ = try job.run(to: folder.file("a.json"))
    #expect(Folder.kind(of: folder.file("checkpoint.json")) == .missing)
  }

  @Test("vocabularies of other rules, alphabets and tokenizers are refused")
  func refusals() throws {
    let lines = try folder.writeLines([[0, 1, 0, 1, 2]])
    let array = try folder.writeArray(shape: [1, 2, 3], [0, 1, 0, 1, 2, 0])
    let sequences = try folder.train([lines], .sequences(merges: 2), to: "s.json")
    let grids = try folder.train([array], .grids(merges: 2), to: "g.json")
    let flat = try folder.train([array], .flattenedGrids(mergeCount: 1), to: "f.json")
    for (rule, start) in [
      (PairTrainingJob.Rule.sequences(merges: 5), grids), (.grids(merges: 5), sequences),
      (.sequences(merges: 5), flat), (.flattenedGrids(mergeCount: 3), flat),
    ] {
      var job = PairTrainingJob(inputs: [array], rule: rule)
      job.startPath = start
      let error = #expect(throws: PairJobError.self) { try job.run(to: folder.file("x")) }
      #expect("\(error.map(\.description) ?? "")".hasPrefix("\(start): was learned by "))
    }
    var stricter = PairTrainingJob(
      inputs: [lines],
      rule: .sequences(PairTrainingOptions(goal: .merges(5), minimumFrequency: 2)))
    stricter.startPath = sequences
    #expect(throws: PairJobError.self) { try stricter.run(to: folder.file("x")) }
    var fewer = PairTrainingJob(inputs: [lines], rule: .sequences(merges: 1))
    fewer.startPath = sequences
    #expect(throws: PairEncodingError.self) { try fewer.run(to: folder.file("x")) }
    var other = PairTrainingJob(inputs: [lines], rule: .sequences(merges: 5))
    other.startPath = sequences
    other.alphabetSize = 7
    #expect(throws: PairEncodingError.otherAlphabet(found: 3, needed: 7)) {
      try other.run(to: folder.file("x"))
    }
    let tokens = try folder.writeTokens(.sequence, extents: [[20]], sizes: [8], id: "one")
    let foreign = try folder.writeTokens(
      .sequence, extents: [[20]], sizes: [8], id: "two", to: "foreign.tess")
    var mixed = PairTrainingJob(inputs: [foreign], rule: .sequences(merges: 5))
    mixed.startPath = try folder.train([tokens], .sequences(merges: 2), to: "t.json")
    let error = #expect(throws: PairVocabularyFileError.self) {
      try mixed.run(to: folder.file("x"))
    }
    #expect("\(error.map(\.description) ?? "")".hasPrefix(folder.file("t.json: was learned")))
    #expect(Folder.kind(of: folder.file("x")) == .missing)
  }
}
