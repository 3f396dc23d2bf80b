import ArgumentParser
import Tessera

/// The command `tessera bench`.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure the speed of this build on this machine.")

  @Argument(
    help: ArgumentHelp(
      "Only benchmarks whose name holds all of these words.",
      discussion: "`model NAME` times a published model at full size, with random weights."))
  var filter: [String] = []

  @Option(help: "Of a published model, only the encoder or the decoder.")
  var part: ModelPart?

  @Option(help: "A folder of JPEG files for the media benchmarks (default: the samples).")
  var pictures: String?

  @Flag(help: "Print an array of records as JSON.")
  var json = false

  @OptionGroup var network: NetworkBenchOptions
  @OptionGroup var options: RunOptions

  func run() throws {
    let benchmarks = try publishedModelBenchmarks() ?? suiteBenchmarks()
    let records = try options.withThreads { try benchmarks.map { try $0.measure() } }
    if json { return try JSONOutput.print(records) }
    if !options.quiet { show(records) }
  }

  private func publishedModelBenchmarks() throws -> [Benchmark]? {
    let configurations = ModelOptions.configurations
    let known = configurations.entries.map(\.id).joined(separator: ", ")
    guard filter.count == 2, filter[0] == "model" else {
      guard part == nil, network.isDefault else {
        throw ValidationError("--part, --batch and --dtype need 'model NAME' with one of \(known)")
      }
      return nil
    }
    guard configurations.entry(filter[1]) != nil else {
      throw ValidationError("no published model is named '\(filter[1])'; name one of \(known)")
    }
    return try NeuralModelBenchmarks(configurations: configurations).benchmarks(
      model: filter[1], parts: part.map { [$0.part] } ?? NeuralModelBenchmarks.Part.allCases,
      batch: network.batch, precision: network.type.precision)
  }

  private func suiteBenchmarks() throws -> [Benchmark] {
    let samples = ModelOptions.samplesFolder
    let suite = BenchmarkSuite(
      catalog: ModelOptions.catalog,
      pictures: try files(in: pictures ?? samples, endings: [".jpg", ".jpeg"]),
      sounds: try files(in: samples, endings: [".flac"]))
    let benchmarks = suite.benchmarks(matching: filter)
    guard !benchmarks.isEmpty else {
      throw ValidationError("no benchmark is named like '\(filter.joined(separator: " "))'")
    }
    return benchmarks
  }

  private func show(_ records: [BenchmarkRecord]) {
    var table = TextTable([
      ("benchmark", .left), ("median", .right), ("minimum", .right), ("rate", .right),
      ("unit", .left), ("GFLOP/s", .right),
    ])
    for record in records {
      table.add([
        record.name, (record.medianSeconds * 1e3).decimals(3) + " ms",
        (record.minimumSeconds * 1e3).decimals(3) + " ms", record.rate.decimals(1), record.unit,
        record.gigaflopsPerSecond?.decimals(0) ?? "",
      ])
    }
    table.lines.forEach { print($0) }
    print("\(records[0].cpu), \(records[0].threads) threads, \(records[0].kernels) kernels")
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
