import ArgumentParser
import Tessera

/// The command `tessera bpe show`.
struct PairShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a vocabulary: what it was learned from, and its tokens.")

  @Argument(help: "The vocabulary's file.")
  var vocabulary: String

  @Option(help: "Merged tokens to list, the first ones; 0 for none.")
  var tokens = 20

  @Flag(help: "Print everything as JSON.")
  var json = false

  func run() throws {
    let vocabulary = try PairVocabularyFile.read(self.vocabulary)
    let listed = vocabulary.mergedTokens(atMost: json ? .max : max(tokens, 0))
    if json {
      try JSONOutput.print(
        PairVocabularyRecord(
          alphabetSize: vocabulary.alphabetSize, tokenCount: vocabulary.tokenCount,
          training: vocabulary.training, tokens: listed))
    } else {
      show(vocabulary, listed)
    }
  }

  private func show(_ vocabulary: PairVocabulary, _ tokens: [MergedToken]) {
    let training = vocabulary.training
    print("tokens    \(vocabulary.tokenCount), of which \(vocabulary.alphabetSize) base codes")
    print("rule      \(training.rule)")
    if let tokenizer = training.tokenizer {
      print("tokenizer \(tokenizer.id), weights sha-256 \(tokenizer.weights)")
    }
    if let codes = training.codes { print("codes     \(codes)") }
    print(
      "learned   from \(training.itemCount) items: \(training.codeCount) codes, "
        + "\(training.tokenCount) tokens")
    guard !tokens.isEmpty else { return }
    var table = TextTable([
      ("token", .right), ("merges", .left), ("codes", .right), ("which", .left),
    ])
    for token in tokens {
      table.add([
        "\(token.token)", "\(token.first) + \(token.second)", "\(token.codes.count)",
        token.description,
      ])
    }
    print("")
    table.lines.forEach { print($0) }
  }
}

/// What `bpe show --json` prints.
private struct PairVocabularyRecord: Encodable {
  let alphabetSize: Int
  let tokenCount: Int
  let training: TrainingRecord
  let tokens: [MergedToken]

  private enum CodingKeys: String, CodingKey {
    case training, tokens
    case alphabetSize = "alphabet_size"
    case tokenCount = "token_count"
  }
}
