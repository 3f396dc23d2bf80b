import ArgumentParser
import Tessera

/// The command `tessera metrics`.
struct MetricsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "Compare two pictures or two sounds.")

  @Argument(help: "The original.")
  var reference: String

  @Argument(help: "What came back of it.")
  var estimate: String

  @Flag(help: "Print the numbers as JSON.")
  var json = false

  @OptionGroup var media: MediaOptions

  func run() throws {
    let original = try MediaItem(contentsOf: reference, options: media.decoding)
    let reconstruction = try MediaItem(contentsOf: estimate, options: media.decoding)
    let comparison: MediaComparison
    do {
      comparison = try MediaComparison(original, reconstruction)
    } catch {
      Terminal.complain(ItemFailure(item: "\(reference) and \(estimate)", error: error).message)
      throw ExitCode.failure
    }
    try show(comparison)
  }

  private func show(_ comparison: MediaComparison) throws {
    if json { return try JSONOutput.print(comparison.measurements.map(MetricRecord.init)) }
    var table = TextTable([("metric", .left), ("value", .right), ("protocol", .left)])
    for measurement in comparison.measurements {
      table.add([measurement.name, measurement.valueText, measurement.protocolText])
    }
    table.lines.forEach { print($0) }
  }
}

/// One number of `metrics --json`.
private struct MetricRecord: Encodable {
  let metric: String
  let value: Double?
  let protocolText: String

  init(_ measurement: MediaComparison.Measurement) {
    metric = measurement.name
    value = measurement.value
    protocolText = measurement.protocolText
  }

  private enum CodingKeys: String, CodingKey {
    case metric, value
    case protocolText = "protocol"
  }
}
