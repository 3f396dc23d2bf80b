import ArgumentParser
import Tessera

/// The command `tessera bpe encode`.
struct PairEncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode", abstract: "Merge pairs of codes by a vocabulary.")

  @Argument(help: "Files and folders of codes.")
  var inputs: [String]

  @Option(help: "The vocabulary's file.")
  var bpe: String

  @Option(
    name: .shortAndLong,
    help: "Where the tokens go; the suffix chooses: .tess, .npz, .jsonl and others.")
  var output: String

  @Option(help: "merges, longest (greedy) or fewest (shortest, of sequences).")
  var mode = Mode.merges

  @Option(help: "Leave out merges with this probability (BPE dropout).")
  var dropout: Double?

  @Option(help: "The seed of dropout.")
  var seed: UInt64 = 1

  @Flag(help: "Print the counts as JSON.")
  var json = false

  @OptionGroup var codes: CodeSelectionOption
  @OptionGroup var options: RunOptions

  enum Mode: String, ExpressibleByArgument, CaseIterable {
    case merges, longest, fewest
  }

  func validate() throws {
    try PairEncodingJob.validateSuffix(of: output)
    if let dropout, !(0...1).contains(dropout) {
      throw ValidationError("--dropout takes a probability, not \(dropout)")
    }
    if dropout != nil, mode != .merges {
      throw ValidationError("--dropout goes with --mode merges")
    }
  }

  func run() throws {
    let job = PairEncodingJob(
      inputs: inputs, vocabularyPath: bpe, mode: encodingMode, codes: codes.selection)
    let report = try options.withThreads { try job.run(to: output) }
    try report.print(path: output, quiet: options.quiet, json: json)
  }

  private var encodingMode: PairEncodingMode {
    switch mode {
    case .merges: dropout.map { .dropout(probability: $0, seed: seed) } ?? .mergeOrder
    case .longest: .longestMatch
    case .fewest: .fewestTokens
    }
  }
}
