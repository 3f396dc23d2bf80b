import ArgumentParser
import Tessera

/// The command `tessera bpe`.
struct PairCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bpe",
    abstract: "Merge frequent pairs of codes into longer tokens, exactly reversible.",
    subcommands: [
      PairTrainCommand.self, PairEncodeCommand.self, PairDecodeCommand.self, PairShowCommand.self,
      PairStatisticsCommand.self, PairExportCommand.self, PairImportCommand.self,
    ])
}

/// What a run printed as JSON and as a line have in common.
extension PairEncodingJob.Report {
  /// Prints what was encoded or decoded.
  func print(path: String, quiet: Bool, json: Bool) throws {
    if json {
      try JSONOutput.print(self)
    } else if !quiet {
      Swift.print(
        "\(path): \(items) items, \(codes) codes\(codebooks.map { " (\($0))" } ?? ""), "
          + "\(tokens) tokens; \(compression.decimals(3)) codes a token")
    }
  }
}

/// How the codes of token files become items.
struct CodeSelectionOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Codes of token files: interleaved, each, or codebook:K; interleaved:N and each:N take the"
        + " first N codebooks.", valueName: "selection"))
  var codes: String?

  /// The selection; nil where none was given.
  var selection: TokenInput.CodeSelection? { codes.flatMap { TokenInput.CodeSelection($0) } }

  func validate() throws {
    guard let codes, selection == nil else { return }
    throw ValidationError(
      "--codes takes interleaved, interleaved:N, each, each:N or codebook:K, not \(codes)")
  }
}
