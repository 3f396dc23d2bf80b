import ArgumentParser
import Tessera

/// The command `tessera bpe show`.
struct PairShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a vocabulary: what it was learned from, and its tokens.")

  @Argument(help: "The vocabulary's file.")
  var vocabulary: String

  @Option(
    help: "Merged tokens to list or to draw, the first ones (default: 20 to list, 256 to draw).")
  var tokens: Int?

  @Option(
    help: ArgumentHelp(
      "Draw the tokens of a picture's codes through the tokenizer's decoder, into a PNG.",
      valueName: "file"))
  var picture: String?

  @Flag(help: "Print everything as JSON.")
  var json = false

  @OptionGroup var model: ModelOptions
  @OptionGroup var options: RunOptions

  func validate() throws {
    if let tokens, tokens < 0 {
      throw ValidationError("--tokens takes how many tokens are listed, not \(tokens)")
    }
    if picture != nil, let tokens, !(1...Self.mostDrawn).contains(tokens) {
      throw ValidationError("--picture draws 1 to \(Self.mostDrawn) tokens, not \(tokens)")
    }
  }

  func run() throws {
    let vocabulary = try PairVocabularyFile.read(self.vocabulary)
    if let picture { try draw(vocabulary, to: picture) }
    guard json || !options.quiet else { return }
    let listed = vocabulary.mergedTokens(atMost: json ? .max : tokens ?? 20)
    if json {
      try JSONOutput.print(
        PairVocabularyRecord(
          alphabetSize: vocabulary.alphabetSize, tokenCount: vocabulary.tokenCount,
          training: vocabulary.training, tokens: listed))
    } else {
      show(vocabulary, listed)
    }
  }

  private static let mostDrawn = 4096

  private func draw(_ vocabulary: PairVocabulary, to path: String) throws {
    try PairJobError.require(path, apartFrom: [self.vocabulary])
    let pictures = try TokenPictures(
      vocabulary, path: self.vocabulary, models: model.selection())
    let drawn = Array(
      vocabulary.mergedTokens(atMost: .max).lazy.filter(pictures.canDraw).prefix(tokens ?? 256))
    let sheet = try options.withThreads { try TokenSheet.image(of: drawn, by: pictures) }
    guard let sheet else {
      throw PairJobError.noPictures(path: self.vocabulary, reason: "it has no tokens to draw")
    }
    try sheet.write(to: path, as: .png)
    guard !options.quiet, !json else { return }
    print(
      "\(path): \(drawn.count) tokens, \(TokenSheet.columns) a row: "
        + "\(IntegerRanges(drawn.map { Int($0.token) }))")
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
    if let sample = training.sample {
      print(
        "sample    drawn with seed \(sample.seed) from \(sample.seenItemCount) items of "
          + "\(sample.seenCodeCount) codes")
    }
    if let end = training.end { print("ended     \(end.rawValue)") }
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
