import ArgumentParser
import Tessera

/// The command `tessera bench`.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure the speed of this build on this machine.")

  @Argument(help: "Only benchmarks whose name holds all of these words.")
  var filter: [String] = []

  @Option(help: "A folder of JPEG files for the media benchmarks (default: the samples).")
  var pictures: String?

  @Flag(help: "Print an array of records as JSON.")
  var json = false

  @OptionGroup var options: RunOptions

  func run() throws {
    let samples = ModelOptions.samplesFolder
    let suite = BenchmarkSuite(
      catalog: ModelOptions.catalog,
      pictures: try files(in: pictures ?? samples, endings: [".jpg", ".jpeg"]),
      sounds: try files(in: samples, endings: [".flac"]))
    let benchmarks = suite.benchmarks(matching: filter)
    guard !benchmarks.isEmpty else {
      throw ValidationError("no benchmark is named like '\(filter.joined(separator: " "))'")
    }
    let records = try options.withThreads { try benchmarks.map { try $0.measure() } }
    if json { return try JSONOutput.print(records) }
    if !options.quiet { show(records) }
  }

  private func show(_ records: [BenchmarkRecord]) {
    var table = TextTable([
      ("benchmark", .left), ("median", .right), ("minimum", .right), ("rate", .right),
      ("unit", .left),
    ])
    for record in records {
      table.add([
        record.name, (record.medianSeconds * 1e3).decimals(3) + " ms",
        (record.minimumSeconds * 1e3).decimals(3) + " ms", record.rate.decimals(1), record.unit,
      ])
    }
    table.lines.forEach { print($0) }
    print("\(records[0].cpu), \(records[0].threads) threads, OpenBLAS \(records[0].openBLASCore)")
  }

  private func files(in folder: String?, endings: [String]) throws -> [String] {
    guard let folder else { return [] }
    let files = try Input.expand([folder]).map(\.path).filter { path in
      endings.contains { path.hasSuffix($0) }
    }
    guard !files.isEmpty else {
      throw ValidationError("\(folder) holds no files that end in \(endings[0])")
    }
    return files
  }
}
