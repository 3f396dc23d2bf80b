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

  @OptionGroup var model: ModelOptions
  @OptionGroup var options: RunOptions

  func run() throws {
    let tokens = try TokenFile(path: file)
    let items = try item.map { [try tokens.requiredIndex(named: $0)] } ?? Array(0..<tokens.count)
    let job = DecodeJob(file: tokens, models: try model.selection(), items: items)
    let bar = ProgressBar("decoding", quiet: options.quiet)
    let report = try options.withThreads {
      try job.run(to: destination(itemCount: items.count)) { bar.show($0) }
    }
    bar.finish()
    if !options.quiet { report.written.forEach { print($0) } }
    try (tokens.indexDamage + report.failures).report()
  }

  private func destination(itemCount: Int) throws -> DecodeJob.Destination {
    if itemCount == 1, !output.hasSuffix("/"), !DecodeJob.isFolder(output), format.isEmpty {
      return .file(output)
    }
    var chosen = OutputFormat()
    for name in format { try chosen.take(name) }
    return .folder(output.hasSuffix("/") ? String(output.dropLast()) : output, chosen)
  }
}
