import ArgumentParser
import Tessera

/// The command `tessera bpe export`.
struct PairExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a vocabulary as tokenizer.json of Hugging Face's tokenizers.")

  @Argument(help: "The vocabulary's file.")
  var vocabulary: String

  @Option(name: .shortAndLong, help: "The tokenizer.json.")
  var output: String

  func run() throws {
    guard case .sequences(let table) = try PairVocabularyFile.read(vocabulary).merges else {
      throw PairJobError.gridsInText(path: vocabulary)
    }
    try TokenizerFile.write(table, to: output)
  }
}

/// The command `tessera bpe import`.
struct PairImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Read a tokenizer.json of Hugging Face's tokenizers as a vocabulary.")

  @Argument(help: "The tokenizer.json; each character is a code.")
  var tokenizer: String

  @Option(name: .shortAndLong, help: "The vocabulary's file.")
  var output: String

  func run() throws {
    let table = try TokenizerFile.read(tokenizer)
    let record = TrainingRecord(
      software: Software.name, rule: "imported from tokenizer.json", itemCount: 0, codeCount: 0,
      tokenCount: 0)
    try PairVocabularyFile.write(
      PairVocabulary(.sequences(table), training: record), to: output)
  }
}
