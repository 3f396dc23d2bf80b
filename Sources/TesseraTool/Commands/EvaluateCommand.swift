import ArgumentParser
import Tessera

/// The command `tessera evaluate`.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Encode, decode and measure: tokens, bits and quality of every item.")

  @Argument(help: "Files, folders or patterns.")
  var inputs: [String]

  @Flag(help: "Measure every number of codebooks, and print means only.")
  var everyDepth = false

  @Option(help: "Write a contact sheet (PNG): originals above reconstructions.")
  var sheet: String?

  @Flag(help: "Print the results as JSON.")
  var json = false

  @OptionGroup var length: LengthOptions
  @Option(help: "Text embeddings (safetensors) for models whose decoder is given a text.")
  var text: String?

  @OptionGroup var model: ModelOptions
  @OptionGroup var fitting: FittingOptions
  @OptionGroup var network: NetworkOptions
  @OptionGroup var media: MediaOptions
  @OptionGroup var options: RunOptions

  func validate() throws {
    guard !everyDepth || length.policy == .all else {
      throw ValidationError("--every-depth takes no other length; leave out one of them")
    }
  }

  func run() throws {
    let inputs = try Input.expand(inputs)
    let models = try model.selection(
      images: ImageModelOptions(
        fitting: fitting.pictureFitting, precision: network.type.precision,
        batchSize: network.batch,
        text: try text.map(TextEmbeddings.tensor(path:))))
    let job = EvaluateJob(
      inputs: inputs, models: models, policies: try policies(inputs, models),
      options: media.decoding)
    let bar = ProgressBar("evaluating", quiet: options.quiet)
    let report = try options.withThreads {
      try job.run(drawsSheet: sheet != nil) { bar.show($0) }
    }
    bar.finish()
    if json {
      try JSONOutput.print(report.outcomes.flatMap(EvaluationRecord.records))
    } else if !options.quiet {
      (everyDepth
        ? EvaluationReport.means(report.outcomes) : EvaluationReport.items(report.outcomes))
        .forEach { print($0) }
    }
    if let sheet, let image = report.sheet?.image() { try image.write(to: sheet, as: .png) }
    try report.failures.report()
  }

  private func policies(
    _ inputs: [Input], _ models: ModelSelection
  ) throws -> [LengthPolicy] {
    guard everyDepth else { return [length.policy] }
    let stages = try EvaluateJob.stageCount(inputs: inputs, models: models)
    return (1...stages).map { .codebooks($0) }
  }
}

/// One item under one policy of `evaluate --json`.
private struct EvaluationRecord: Encodable {
  let item: String
  let policy: String
  let model: String
  let tokens: Int
  let bits: Int
  let rate: Double
  let rateUnit: String
  let psnr: Double?
  let ssim: Double?
  let siSDR: Double?
  let seconds: Double

  private enum CodingKeys: String, CodingKey {
    case item, policy, model, tokens, bits, rate, psnr, ssim, seconds
    case rateUnit = "rate_unit"
    case siSDR = "si_sdr"
  }

  static func records(_ outcome: EvaluateJob.Outcome) -> [EvaluationRecord] {
    outcome.reconstructions.map { EvaluationRecord($0, policy: outcome.policy) }
  }

  private init(_ reconstruction: Reconstruction, policy: LengthPolicy) {
    item = reconstruction.name
    self.policy = policy.description
    model = reconstruction.model
    tokens = reconstruction.tokenCount
    bits = reconstruction.bits
    rate = reconstruction.size.rate(ofBits: reconstruction.bits)
    rateUnit = reconstruction.size.rateUnit
    seconds = reconstruction.encodeSeconds + reconstruction.decodeSeconds
    switch reconstruction.quality {
    case .image(let peakSignalToNoise, let structuralSimilarity):
      (psnr, ssim, siSDR) = (peakSignalToNoise, structuralSimilarity, nil)
    case .audio(let scaleInvariantSDR):
      (psnr, ssim, siSDR) = (nil, nil, scaleInvariantSDR)
    }
  }
}
