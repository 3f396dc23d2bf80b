import Bytes
import Exports
import Jobs
import PairEncoding
import TestSupport
import Testing
import Threads
import TokenStreams

@Suite("Modes of encoding give other tokens and the same codes")
struct PairEncodingModeTests {
  let folder: PairFolder
  let lines: String
  let grids: String
  let vocabulary: String
  let gridVocabulary: String

  init() throws {
    folder = try PairFolder()
    lines = try folder.writeLines(PairFolder.sequences((0..<300).map { $0 % 50 }, below: 9))
    grids = try folder.writeArray(
      shape: [40, 7, 8], PairFolder.codes(2240, below: 5, seed: 4))
    vocabulary = try folder.train([lines], .sequences(merges: 60))
    gridVocabulary = try folder.train([grids], .grids(merges: 60), to: "g.json")
  }

  /// The tokens of a mode, which are expected to be decoded to the codes.
  private func tokens(_ mode: PairEncodingMode, ofGrids: Bool = false) throws -> [[UInt32]] {
    let (input, vocabulary) = ofGrids ? (grids, gridVocabulary) : (lines, self.vocabulary)
    _ = try PairEncodingJob(inputs: [input], vocabularyPath: vocabulary, mode: mode)
      .run(to: folder.file("m.jsonl"))
    _ = try PairDecodingJob(
      inputs: [folder.file("m.jsonl")], vocabularyPath: vocabulary,
      gridExtents: ofGrids ? (7, 8) : nil
    ).run(to: folder.file("o.jsonl"))
    #expect(try PairFolder.sequences(folder.file("o.jsonl")) == PairFolder.sequences(input))
    return try PairFolder.sequences(folder.file("m.jsonl"))
  }

  private func count(_ sequences: [[UInt32]]) -> Int { sequences.reduce(0) { $0 + $1.count } }

  @Test("fewest is never longer, and somewhere shorter")
  func fewest() throws {
    let (plain, fewest) = (try tokens(.mergeOrder), try tokens(.fewestTokens))
    #expect(zip(plain, fewest).allSatisfy { $1.count <= $0.count })
    #expect(count(fewest) < count(plain))
    #expect(try count(fewest) <= count(tokens(.longestMatch)))
  }

  @Test("longest takes the longest token at the first place")
  func longest() throws {
    guard case .sequences(let table) = try PairVocabularyFile.read(vocabulary).merges else {
      Issue.record("these are sequences")
      return
    }
    let lengths = try tokens(.longestMatch).compactMap(\.first).map { table.length(of: $0) }
    let plain = try tokens(.mergeOrder).compactMap(\.first).map { table.length(of: $0) }
    #expect(zip(lengths, plain).allSatisfy { $0 >= $1 } && lengths != plain)
  }

  @Test("dropout by 0 leaves nothing out, by 1 every merge", arguments: [false, true])
  func dropoutEnds(ofGrids: Bool) throws {
    #expect(
      try tokens(.dropout(probability: 0, seed: 7), ofGrids: ofGrids)
        == tokens(.mergeOrder, ofGrids: ofGrids))
    #expect(
      try tokens(.dropout(probability: 1, seed: 7), ofGrids: ofGrids)
        == PairFolder.sequences(ofGrids ? grids : lines))
  }

  @Test("dropout depends on its seed", arguments: [false, true])
  func dropoutSeeds(ofGrids: Bool) throws {
    let some = try tokens(.dropout(probability: 0.3, seed: 7), ofGrids: ofGrids)
    #expect(try some == tokens(.dropout(probability: 0.3, seed: 7), ofGrids: ofGrids))
    #expect(try some != tokens(.dropout(probability: 0.3, seed: 8), ofGrids: ofGrids))
    #expect(try count(some) > count(tokens(.mergeOrder, ofGrids: ofGrids)))
  }

  @Test("the largest shape on grids, and no fewest")
  func gridModes() throws {
    #expect(try tokens(.longestMatch, ofGrids: true) != tokens(.mergeOrder, ofGrids: true))
    #expect(throws: PairJobError.noSuchMode) { try tokens(.fewestTokens, ofGrids: true) }
    let flat = try folder.train([grids], .flattenedGrids(mergeCount: 9), to: "f.json")
    for mode in [PairEncodingMode.longestMatch, .dropout(probability: 0, seed: 1)] {
      #expect(throws: PairJobError.noSuchMode) {
        try PairEncodingJob(inputs: [grids], vocabularyPath: flat, mode: mode)
          .run(to: folder.file("m.npz"))
      }
    }
  }

  @Test("the published rule encodes, and refuses to decode")
  func flattenedGrids() throws {
    let flat = try folder.train([grids], .flattenedGrids(mergeCount: 9), to: "f.json")
    let report = try PairEncodingJob(inputs: [grids], vocabularyPath: flat)
      .run(to: folder.file("m.npz"))
    #expect(report.items == 40 && report.tokens < 2240)
    #expect(throws: PairJobError.notReversible(path: flat)) {
      try PairDecodingJob(
        inputs: [folder.file("m.npz")], vocabularyPath: flat, gridExtents: (7, 8)
      ).run(to: folder.file("o.npz"))
    }
    #expect(Folder.kind(of: folder.file("o.npz")) == .missing)
  }

  @Test(
    "files have the same bytes for every number of threads",
    arguments: [
      PairEncodingMode.mergeOrder, .longestMatch, .fewestTokens,
      .dropout(probability: 0.3, seed: 1),
    ])
  func threads(mode: PairEncodingMode) throws {
    let tokens = try folder.writeTokens(
      .sequence, extents: (0..<60).map { [$0 * 3] }, sizes: [9])
    let vocabulary = try folder.train([tokens], .sequences(merges: 60))
    for suffix in ["tess", "npz", "jsonl"] {
      let files = try [1, 2, 5].map { threads in
        try Parallel.$threadCount.withValue(threads) {
          _ = try PairEncodingJob(inputs: [tokens], vocabularyPath: vocabulary, mode: mode)
            .run(to: folder.file("m." + suffix))
          _ = try PairDecodingJob(
            inputs: [folder.file("m." + suffix)], vocabularyPath: vocabulary
          ).run(to: folder.file("o." + suffix))
          return try folder.bytes("m." + suffix) + folder.bytes("o." + suffix)
        }
      }
      #expect(Set(files).count == 1)
    }
  }
}
