import ArgumentParser
import Tessera

/// The command `tessera bpe decode`.
struct PairDecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode", abstract: "Get the codes back from merged tokens.")

  @Argument(help: "Files and folders of tokens.")
  var inputs: [String]

  @Option(help: "The file of the vocabulary that made the tokens.")
  var bpe: String

  @Option(
    name: .shortAndLong,
    help: "Where the codes go; the suffix chooses: .tess, .npz, .jsonl and others.")
  var output: String

  @Option(help: ArgumentHelp("Rows and columns of every grid.", valueName: "HxW"))
  var grid: String?

  @Flag(help: "Print the counts as JSON.")
  var json = false

  @OptionGroup var options: RunOptions

  private var extents: (height: Int, width: Int)? {
    let numbers = (grid ?? "").split(separator: "x", omittingEmptySubsequences: false)
      .map { Int($0) ?? 0 }
    return numbers.count == 2 && numbers.allSatisfy { $0 > 0 } ? (numbers[0], numbers[1]) : nil
  }

  func validate() throws {
    try PairEncodingJob.validateSuffix(of: output)
    if let grid, extents == nil {
      throw ValidationError("--grid takes rows and columns such as 16x16, not \(grid)")
    }
  }

  func run() throws {
    let job = PairDecodingJob(inputs: inputs, vocabularyPath: bpe, gridExtents: extents)
    let report = try options.withThreads { try job.run(to: output) }
    try report.print(path: output, quiet: options.quiet, json: json)
  }
}
