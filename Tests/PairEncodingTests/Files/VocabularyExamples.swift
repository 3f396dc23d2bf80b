import Bytes
import PairEncoding
import TestSupport
import TokenStreams

/// Small vocabularies of every kind, with everything that a file can say about them.
enum VocabularyExamples {
  /// What is known of a training, with every field set.
  static let fullRecord = TrainingRecord(
    software: "tessera 9.9", tokenizer: tokenizer("vq-16"), codes: "codebook:2",
    rule: "neighbours, \"quoted\" / ä", itemCount: 7, codeCount: 1 << 40, tokenCount: 3,
    sample: TrainingRecord.Sample(seed: .max, seenItemCount: 99, seenCodeCount: 1 << 41))

  /// What is known at least.
  static let shortRecord = TrainingRecord(
    rule: "neighbours", itemCount: 1, codeCount: 2, tokenCount: 1)

  /// A tokenizer that never was.
  static func tokenizer(_ id: String, weights: UInt8 = 1) -> TokenizerDescription {
    TokenizerDescription(
      id: id, weights: SHA256Digest(of: [weights]), media: .image, layout: .grid,
      vocabulary: Vocabulary(sizes: [4, 5]), policy: "all", preparation: "cut into tiles")
  }

  /// Sequences, with a scaffold and with codes that two merges make.
  static func sequences() throws -> PairVocabulary {
    let table = try MergeTable(
      alphabetSize: 3, rules: [(0, 1, 3), (1, 2, 4), (3, 2, 5), (0, 4, 5), (5, 5, 6)])
    return PairVocabulary(.sequences(try table.withScaffolds([4, 3])), training: fullRecord)
  }

  /// Grids, with a token that reaches to the left of its anchor.
  static func grids() throws -> PairVocabulary {
    let merges = [GridMerge(0, 1, 1, 0), GridMerge(3, 2, 1, -1), GridMerge(1, 1, 0, 1)]
    return PairVocabulary(
      .grids(try GridVocabulary(alphabetSize: 3, merges: merges)), training: shortRecord)
  }

  /// The published rule.
  static func flattenedGrids() throws -> PairVocabulary {
    let merges = [(0, 1), (1, 3), (2, 4)].map {
      FlattenedVisualMerges.Merge(left: $0.0, right: $0.1)
    }
    return PairVocabulary(
      .flattenedGrids(try FlattenedVisualMerges(alphabetSize: 3, merges: merges)),
      training: shortRecord)
  }

  /// One of each kind.
  static func all() throws -> [PairVocabulary] {
    [try sequences(), try grids(), try flattenedGrids()]
  }
}

extension PairVocabularyFile {
  /// The vocabulary of a file with this content.
  static func read(text: String, in folder: TemporaryFolder) throws -> PairVocabulary {
    try read(folder.write(Array(text.utf8), to: "v.json"))
  }
}
