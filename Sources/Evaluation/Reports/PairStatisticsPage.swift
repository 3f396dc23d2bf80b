import FoundationEssentials
public import Jobs
import PairEncoding

/// What was counted of codes and tokens as a page with plots: frequency by rank (Zipf), the same of
/// runs, and the lengths of items.
///
/// Plots are Vega-Lite specifications that hold their data; the library is loaded from the network
/// when the page is looked at. The numbers stand below them as text.
public enum PairStatisticsPage {
  /// The libraries that draw, as `package@version` of jsDelivr.
  private static let libraries = ["vega@5", "vega-lite@5", "vega-embed@6"]

  /// The page's HTML.
  ///
  /// - Throws: what encoding the numbers as JSON throws, which no report does.
  public static func html(_ report: PairStatisticsJob.Report, title: String) throws -> String {
    let plots = try Self.plots(report)
    let scripts = libraries.map {
      "<script src=\"https://cdn.jsdelivr.net/npm/\($0)\"></script>"
    }
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>\(escaped(title))</title>
      \(scripts.joined(separator: "\n"))
      <style>body { font-family: sans-serif; margin: 2em; } pre { overflow-x: auto; }</style>
      </head>
      <body>
      <h1>\(escaped(title))</h1>
      <div id="plots"><noscript>Plots need JavaScript.</noscript></div>
      <pre>
      \(escaped(PairStatisticsReport.lines(report).joined(separator: "\n")))
      </pre>
      <script type="application/json" id="specification">
      \(plots)
      </script>
      <script>
      const text = document.getElementById("specification").textContent;
      vegaEmbed("#plots", JSON.parse(text)).catch(console.error);
      </script>
      </body>
      </html>

      """
  }

  /// One Vega-Lite specification of all plots, below each other.
  static func plots(_ report: PairStatisticsJob.Report) throws -> String {
    let sides = [("codes", report.codes)] + (report.tokens.map { [("tokens", $0)] } ?? [])
    var plots = [
      PlotSpecification(
        title: "Frequency by rank (Zipf)", mark: .line,
        x: .logarithmic("rank"), y: .logarithmic("count"),
        points: sides.flatMap { name, side in
          side.tokens.ranks.map { PlotPoint(x: $0.rank, y: $0.count, series: name) }
        })
    ]
    for (name, side) in sides {
      plots.append(
        PlotSpecification(
          title: "Runs of \(name) by rank", mark: .line,
          x: .logarithmic("rank"), y: .logarithmic("count"),
          points: side.runs.flatMap { runs in
            runs.ranks.map { PlotPoint(x: $0.rank, y: $0.count, series: "runs of \(runs.length)") }
          }))
    }
    plots.append(
      PlotSpecification(
        title: "Lengths of items", mark: .bar,
        x: .binned("tokens an item"), y: .linear("items"),
        points: sides.flatMap { name, side in
          side.tokens.lengths.map { PlotPoint(x: $0.tokens, y: $0.sequences, series: name) }
        }))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(PlotColumn(vconcat: plots)), as: UTF8.self)
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
