import ArgumentParser
import Tessera

/// The command `tessera encode`.
struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode", abstract: "Turn pictures and sound into token files.")

  @Argument(help: "Files, folders or patterns; what they are is told by their content.")
  var inputs: [String]

  @Option(name: .shortAndLong, help: "The token file; with --separate, a folder.")
  var output: String

  @Flag(help: "Write one token file an input.")
  var separate = false

  @Flag(help: "Print the results as JSON.")
  var json = false

  @OptionGroup var length: LengthOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var fitting: FittingOptions
  @OptionGroup var network: NetworkOptions
  @OptionGroup var media: MediaOptions
  @OptionGroup var options: RunOptions

  func run() throws {
    let job = EncodeJob(
      inputs: try Input.expand(inputs),
      models: try model.selection(
        images: ImageModelOptions(
          fitting: fitting.pictureFitting, precision: network.type.precision,
          batchSize: network.batch)),
      policy: length.policy, options: media.decoding)
    let bar = ProgressBar("encoding", quiet: options.quiet)
    let report = try options.withThreads {
      try job.run(to: separate ? .folder(output) : .file(output)) { bar.show($0) }
    }
    bar.finish()
    if json {
      try JSONOutput.print(report.results.map(EncodeRecord.init))
    } else if !options.quiet, !report.results.isEmpty {
      table(report.results).lines.forEach { print($0) }
      let short = report.results.filter { !$0.meetsPolicy }.map(\.name)
      if !short.isEmpty {
        print("\(length.policy) is out of reach for \(short.joined(separator: ", "))")
      }
    }
    try report.failures.report()
  }

  private func table(_ results: [EncodeJob.Result]) -> TextTable {
    var table = TextTable([
      ("item", .left), ("model", .left), ("tokens", .right), ("bits", .right), ("rate", .right),
    ])
    for result in results {
      let rate = result.size.rate(ofBits: result.bits)
      table.add([
        result.name, result.model, "\(result.tokenCount)", "\(result.bits)",
        rate.decimals(result.size.rateDecimals) + " " + result.size.rateUnit,
      ])
    }
    return table
  }
}

/// One item of `encode --json`.
private struct EncodeRecord: Encodable {
  let item: String
  let model: String
  let tokens: Int
  let bits: Int
  let rate: Double
  let rateUnit: String
  let meetsPolicy: Bool

  init(_ result: EncodeJob.Result) {
    item = result.name
    model = result.model
    tokens = result.tokenCount
    bits = result.bits
    rate = result.size.rate(ofBits: result.bits)
    rateUnit = result.size.rateUnit
    meetsPolicy = result.meetsPolicy
  }

  private enum CodingKeys: String, CodingKey {
    case item, model, tokens, bits, rate
    case rateUnit = "rate_unit"
    case meetsPolicy = "meets_policy"
  }
}
