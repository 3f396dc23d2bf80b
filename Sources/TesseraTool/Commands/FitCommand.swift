import ArgumentParser
import Tessera

/// The command `tessera fit`.
struct FitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit", abstract: "Fit a linear tokenizer to pictures or sound.",
    subcommands: [FitImageCommand.self, FitAudioCommand.self])
}

/// What both fits are told.
struct FitOptions: ParsableArguments {
  @Argument(help: "Files, folders or patterns to learn from.")
  var data: [String]

  @Option(name: .shortAndLong, help: "The model's folder.")
  var output: String

  @Option(help: "The seed of every random choice.")
  var seed: UInt64 = 1

  @Option(help: "Codebooks of the residual quantizer.")
  var stages = 8

  @Option(help: "Codes in each codebook.")
  var codebookSize = 1024

  @Option(help: "Directions that the Karhunen-Loève transform keeps.")
  var components: Int?

  @Option(help: "About how many vectors the codebooks are learned from.")
  var vectors = 300_000

  @Flag(help: "Print what was learned as JSON.")
  var json = false

  @OptionGroup var media: MediaOptions
  @OptionGroup var options: RunOptions

  func validate() throws {
    guard (1...64).contains(stages) else {
      throw ValidationError("--stages takes a number from 1 to 64, not \(stages)")
    }
    guard (2...65_536).contains(codebookSize) else {
      throw ValidationError("--codebook-size takes a number from 2 to 65536, not \(codebookSize)")
    }
    guard vectors > 0 else {
      throw ValidationError("--vectors takes a number above 0, not \(vectors)")
    }
  }

  /// The number of components, checked against what the transform has.
  func components(default standard: Int, limit: Int) throws -> Int {
    let count = components ?? standard
    guard (1...limit).contains(count) else {
      throw ValidationError("--components takes a number from 1 to \(limit), not \(count)")
    }
    return count
  }

  /// Runs a fit and prints what it learned.
  func run(_ fit: LinearFit) throws {
    let command = (["tessera"] + CommandLine.arguments.dropFirst()).joined(separator: " ")
    let job = FitJob(
      inputs: try Input.expand(data), fit: fit, options: media.decoding, command: command)
    let bar = ProgressBar("fitting", quiet: options.quiet)
    let report = try options.withThreads { try job.run(to: output) { bar.show($0) } }
    bar.finish()
    if json {
      try JSONOutput.print(FitRecord(report))
    } else if !options.quiet {
      print(
        "\(report.path): fitted to \(report.itemCount) files, \(report.vectorCount) vectors;"
          + " the transform keeps \((report.keptVariance * 100).decimals(2)) % of the variance")
    }
    try report.failures.report()
  }
}

/// The command `tessera fit image`.
struct FitImageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "image", abstract: "Fit to pictures: 8x8 patches.")

  @OptionGroup var fit: FitOptions

  func run() throws {
    try fit.run(
      .image(
        seed: fit.seed, componentCount: fit.components(default: 80, limit: 192),
        stageCount: fit.stages, codebookSize: fit.codebookSize, vectorLimit: fit.vectors))
  }
}

/// The command `tessera fit audio`.
struct FitAudioCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audio", abstract: "Fit to sound: 16 kHz, frames of 320 samples.")

  @OptionGroup var fit: FitOptions

  func run() throws {
    try fit.run(
      .audio(
        seed: fit.seed, componentCount: fit.components(default: 96, limit: 320),
        stageCount: fit.stages, codebookSize: fit.codebookSize, vectorLimit: fit.vectors))
  }
}

/// The result of `fit --json`.
private struct FitRecord: Encodable {
  let model: String
  let files: Int
  let vectors: Int
  let sampledVectors: Int
  let keptVariance: Double

  init(_ report: FitJob.Report) {
    model = report.path
    files = report.itemCount
    vectors = report.vectorCount
    sampledVectors = report.sampleCount
    keptVariance = report.keptVariance
  }

  private enum CodingKeys: String, CodingKey {
    case model, files, vectors
    case sampledVectors = "sampled_vectors"
    case keptVariance = "kept_variance"
  }
}
