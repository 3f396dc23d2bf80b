public import Jobs
import PairEncoding

/// Lays out what was counted of codes and of the tokens they are encoded as, for a terminal.
public enum PairStatisticsReport {
  /// A table of both sides, and the most frequent runs of each.
  public static func lines(_ report: PairStatisticsJob.Report) -> [String] {
    var table = TextTable(
      [("", .left), ("codes", .right)] + (report.tokens == nil ? [] : [("tokens", .right)]))
    let sides = [report.codes] + (report.tokens.map { [$0] } ?? [])
    func add(_ name: String, _ value: (PairStatisticsJob.Side) -> String) {
      table.add([name] + sides.map(value))
    }
    add("items") { "\($0.tokens.sequenceCount)" }
    add("tokens") { "\($0.tokens.tokenCount)" }
    add("an item, mean") { $0.tokens.meanLength.decimals(1) }
    add("an item, least") { "\($0.tokens.lengths.first?.tokens ?? 0)" }
    add("an item, most") { "\($0.tokens.lengths.last?.tokens ?? 0)" }
    add("different ones") { "\($0.tokens.usedTokenCount)" }
    add("entropy, bits") { $0.tokens.entropy.decimals(3) }
    add("bits an item") { ($0.tokens.entropy * $0.tokens.meanLength).decimals(1) }
    for place in report.codes.runs.indices.dropFirst() {
      add("different runs of \(report.codes.runs[place].length)") { "\($0.runs[place].distinct)" }
    }
    return table.lines + sample(report) + comparison(report)
      + sides.enumerated().flatMap { index, side in
        [""] + frequentRuns(side, of: index == 0 ? "codes" : "tokens")
      }
  }

  private static func sample(_ report: PairStatisticsJob.Report) -> [String] {
    let counted = report.codes.tokens.sequenceCount
    guard counted < report.itemCount else { return [] }
    return ["", "counted: a random sample of \(counted) of \(report.itemCount) items"]
  }

  private static func comparison(_ report: PairStatisticsJob.Report) -> [String] {
    guard let comparison = report.comparison else { return [] }
    return [
      "",
      "\(comparison.compression.decimals(3)) codes a token; "
        + "\(comparison.bitsPerCode.decimals(3)) bits a code after encoding, "
        + "\(comparison.codes.entropy.decimals(3)) before; "
        + "\((comparison.usage * 100).decimals(1)) % of \(comparison.vocabularySize) tokens used",
    ]
  }

  private static let shownRuns = 5

  private static func frequentRuns(
    _ side: PairStatisticsJob.Side, of name: String
  ) -> [String] {
    side.runs.map { runs in
      let found = runs.mostFrequent.prefix(shownRuns).map { run in
        "\(run.tokens.map(String.init).joined(separator: " ")) (\(run.count))"
      }
      return "most frequent runs of \(runs.length) \(name): \(found.joined(separator: ", "))"
    }
  }
}
