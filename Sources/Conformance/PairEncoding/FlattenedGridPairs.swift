import PairEncoding
import TokenStreams

/// The published visual byte-pair rule, which flattens grids after its first merge.
package enum FlattenedGridPairs: GoldenFamily {
  package static let name = "bpe/visual"

  package static func recognizes(_ golden: GoldenCase) throws -> Bool {
    golden.pairEncodingCorpora(with: ["train", "test", "merges", "first_adjacency"]) != nil
  }

  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    try golden.comparePairEncoding(given: ["train", "test"]) { try add($0, golden, to: &$1) }
  }

  private static func add(
    _ corpus: PairEncodingCorpora.Corpus, _ golden: GoldenCase, to findings: inout GoldenFindings
  ) throws {
    let name = corpus.name
    let grids = try golden.tokenGrids("\(name).train")
    let rule = try FlattenedVisualMerges.train(
      on: grids, alphabetSize: corpus.codeCount, mergeCount: corpus.mergeCount ?? 0)
    let merges = rule.merges.enumerated().flatMap { rank, merge in
      [Int(merge.left), Int(merge.right), corpus.codeCount + rank]
    }
    findings.add("\(name).merges", integers: merges, shape: [rule.merges.count, 3])
    findings.add(
      "\(name).first_adjacency",
      integers: try FlattenedVisualMerges.adjacency(of: grids, alphabetSize: corpus.codeCount),
      shape: [corpus.codeCount, corpus.codeCount])
    let held = try golden.tokenGrids("\(name).test")
    findings.add("\(name).after_first_merge", try rule.prefix(mergeCount: 1).encode(held))
    let encoded = try rule.encode(held)
    findings.add("\(name).test_encoded", encoded)
    findings.add(
      "\(name).test_ids",
      integers: rule.languageModelIDs(
        encoded.tokens, codesFrom: corpus.vocabularyPad ?? 0,
        mergesFrom: corpus.vocabularyEnd ?? 0))
  }
}
