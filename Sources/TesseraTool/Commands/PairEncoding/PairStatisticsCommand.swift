import ArgumentParser
import Tessera

/// The command `tessera bpe stats`.
struct PairStatisticsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Count codes, and the tokens that a vocabulary makes of them.")

  @Argument(help: "Files and folders of codes.")
  var inputs: [String]

  @Option(help: "The vocabulary's file; without it codes alone are counted.")
  var bpe: String?

  @Option(help: ArgumentHelp("Count runs of up to so many tokens.", valueName: "length"))
  var runs = 3

  @Option(help: ArgumentHelp("Write a page (HTML) with plots.", valueName: "file"))
  var page: String?

  @OptionGroup var sample: SampleOptions

  @Flag(help: "Print everything as JSON.")
  var json = false

  @OptionGroup var codes: CodeSelectionOption
  @OptionGroup var options: RunOptions

  func validate() throws {
    guard (1...16).contains(runs) else {
      throw ValidationError("--runs takes a length from 1 to 16, not \(runs)")
    }
  }

  func run() throws {
    var job = PairStatisticsJob(inputs: inputs, vocabularyPath: bpe)
    job.codes = codes.selection
    job.longestRun = runs
    job.codeLimit = sample.sample
    job.seed = sample.seed
    job.pagePath = page
    let report = try options.withThreads { try job.run() }
    if let page {
      let title = "Codes of \(inputs.joined(separator: ", "))" + (bpe.map { " by \($0)" } ?? "")
      try AtomicFile.write(
        Array(PairStatisticsPage.html(report, title: title).utf8), to: page)
    }
    if json {
      try JSONOutput.print(report)
    } else if !options.quiet {
      PairStatisticsReport.lines(report).forEach { print($0) }
    }
  }
}
