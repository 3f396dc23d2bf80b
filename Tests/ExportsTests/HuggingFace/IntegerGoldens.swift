import Layers
import PairEncoding
import TestSupport
import Testing
import TokenStreams

/// A corpus of the goldens of integer sequences.
struct IntegerGolden: CustomTestStringConvertible, Sendable {
  let name: String
  let alphabetSize: Int
  let tokenCount: Int
  var minimumFrequency = 0

  static let all = [
    IntegerGolden(name: "uniform", alphabetSize: 12, tokenCount: 42),
    IntegerGolden(name: "skewed", alphabetSize: 64, tokenCount: 164),
    IntegerGolden(name: "repetitive", alphabetSize: 5, tokenCount: 45),
    IntegerGolden(name: "ties", alphabetSize: 16, tokenCount: 41),
    IntegerGolden(name: "minfreq", alphabetSize: 20, tokenCount: 220, minimumFrequency: 4),
  ]

  var testDescription: String { name }

  private func integers(_ tensor: String) throws -> [Int] {
    try ProjectFiles.goldenTensors("bpe/integer-bpe").integers("\(name).\(tensor)")
  }

  /// Sequences such as `train` or `test_encoded`.
  func sequences(_ tensor: String) throws -> TokenSequences {
    try TokenSequences(
      tokens: integers(tensor).map { UInt32($0) }, offsets: integers(tensor + "_offsets"))
  }

  /// The reference's merges.
  func table() throws -> MergeTable {
    let numbers = try integers("merges").map { UInt32($0) }
    return try MergeTable(
      alphabetSize: alphabetSize,
      merges: stride(from: 0, to: numbers.count, by: 3).map {
        Merge(left: numbers[$0], right: numbers[$0 + 1], result: numbers[$0 + 2])
      })
  }

  /// What this program learns.
  func trained() throws -> MergeTable {
    let options = PairTrainingOptions(
      goal: .vocabularySize(tokenCount), minimumFrequency: minimumFrequency)
    return try SequencePairTrainer(alphabetSize: alphabetSize, options: options)
      .train(on: sequences("train"))
  }
}
