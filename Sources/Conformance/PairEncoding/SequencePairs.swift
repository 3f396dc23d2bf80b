import PairEncoding
import TokenStreams

/// Byte-pair encoding of sequences as Hugging Face's `tokenizers` trains and applies it.
package enum SequencePairs: GoldenFamily {
  package static let name = "bpe/sequences"

  package static func recognizes(_ golden: GoldenCase) throws -> Bool {
    golden.pairEncodingCorpora(with: ["train", "train_offsets", "merges", "vocab"]) != nil
  }

  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    try golden.comparePairEncoding(given: ["train", "train_offsets", "test", "test_offsets"]) {
      try add($0, golden, to: &$1)
    }
  }

  private static func add(
    _ corpus: PairEncodingCorpora.Corpus, _ golden: GoldenCase, to findings: inout GoldenFindings
  ) throws {
    let name = corpus.name
    let training = try golden.tokenSequences("\(name).train")
    let table = try trained(corpus, on: training)
    findings.add(
      "\(name).merges",
      integers: table.merges.flatMap { [Int($0.left), Int($0.right), Int($0.result)] },
      shape: [table.merges.count, 3])
    findings.add(
      "\(name).vocab", TokenSequences((0..<UInt32(table.tokenCount)).map { table.codes(of: $0) }))
    findings.add("\(name).train_encoded", try encoded(training, by: table))
    findings.add(
      "\(name).test_encoded", try encoded(golden.tokenSequences("\(name).test"), by: table))
  }

  private static func trained(
    _ corpus: PairEncodingCorpora.Corpus, on sequences: TokenSequences
  ) throws -> MergeTable {
    try SequencePairTrainer(
      alphabetSize: corpus.codeCount,
      options: PairTrainingOptions(
        goal: .vocabularySize(corpus.vocabularySize ?? corpus.codeCount),
        minimumFrequency: corpus.minimumFrequency ?? 0)
    ).train(on: sequences)
  }

  private static func encoded(
    _ sequences: TokenSequences, by table: MergeTable
  ) throws -> TokenSequences {
    try SequencePairEncoder(table).encode(sequences)
  }
}
