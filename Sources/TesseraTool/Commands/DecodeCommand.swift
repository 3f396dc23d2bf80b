import ArgumentParser
import Tessera

/// The command `tessera decode`.
struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode", abstract: "Turn a token file back into pictures and sound.")

  @Argument(help: "The token file.")
  var file: String

  @Option(
    name: .shortAndLong,
    help: "A file for a single item (.png, .jpg, .wav, .flac), a folder for many.")
  var output: String

  @Option(help: "Decode only the item of this name.")
  var item: String?

  @Option(help: "Format of files in a folder: png, jpg, wav or flac; may be repeated.")
  var format: [String] = []

  @Flag(help: "Print the paths of the written files as JSON.")
  var json = false

  @Option(help: "Text embeddings (safetensors) for models whose decoder is given a text.")
  var text: String?

  @OptionGroup var model: ModelOptions
  @OptionGroup var network: NetworkOptions
  @OptionGroup var media: MediaOptions
  @OptionGroup var options: RunOptions

  func validate() throws {
    do {
      _ = try outputFormat()
    } catch {
      throw ValidationError("--format: \(error)")
    }
  }

  func run() throws {
    let tokens = try TokenFile(path: file)
    let items = try item.map { [try tokens.requiredIndex(named: $0)] } ?? Array(0..<tokens.count)
    let images = ImageModelOptions(
      precision: network.type.precision, batchSize: network.batch,
      text: try text.map(TextEmbeddings.tensor(path:)))
    let job = DecodeJob(
      file: tokens, models: try model.selection(images: images), items: items,
      options: media.decoding)
    let destination = DecodeJob.Destination(
      path: output, itemCount: items.count, format: try outputFormat())
    let bar = ProgressBar("decoding", quiet: options.quiet)
    let report = try run(job, to: destination) { bar.show($0) }
    bar.finish()
    if json {
      try JSONOutput.print(report.written)
    } else if !options.quiet {
      report.written.forEach { print($0) }
    }
    try (tokens.indexDamage + report.failures).report()
  }

  /// Runs the job; what is wrong with a model is said of the token file that asked for it.
  private func run(
    _ job: DecodeJob, to destination: DecodeJob.Destination,
    progress: @escaping @Sendable (Double) -> Void
  ) throws -> DecodeJob.Report {
    do {
      return try options.withThreads { try job.run(to: destination, progress: progress) }
    } catch let error where error is ModelError || error is PairJobError {
      Terminal.complain(ItemFailure(item: file, error: error).message)
      throw ExitCode.failure
    }
  }

  /// The formats that were asked for, or nil when none was.
  private func outputFormat() throws -> OutputFormat? {
    guard !format.isEmpty else { return nil }
    var chosen = OutputFormat()
    for name in format { try chosen.take(name) }
    return chosen
  }
}
