import Evaluation
import FoundationEssentials
import Jobs
import PairEncoding
import TestSupport
import Testing

@Suite("Statistics of codes and tokens, as text and as a page")
struct PairStatisticsTests {
  let folder: TemporaryFolder
  let codes: String

  init() throws {
    folder = try TemporaryFolder()
    codes = try folder.write(
      Array("[0, 1, 0, 1]\n[2, 0, 1]\n{\"tokens\": [2, 2, 2]}\n".utf8), to: "codes.jsonl")
  }

  private func report(merging: Bool = true) throws -> PairStatisticsJob.Report {
    let path = folder.file("v.json")
    let table = try MergeTable(
      alphabetSize: 3,
      merges: [Merge(left: 0, right: 1, result: 3), Merge(left: 3, right: 3, result: 4)])
    try PairVocabularyFile.write(
      PairVocabulary(
        .sequences(table),
        training: TrainingRecord(rule: "", itemCount: 3, codeCount: 10, tokenCount: 6)), to: path)
    return try PairStatisticsJob(inputs: [codes], vocabularyPath: merging ? path : nil).run()
  }

  @Test("before and after are counted, tokens, items and runs")
  func counts() throws {
    let report = try report()
    #expect(report.itemCount == 3)
    #expect(report.codes.tokens.tokenCount == 10)
    #expect(report.tokens?.tokens.tokenCount == 6)
    #expect(report.comparison?.compression == 10.0 / 6)
    #expect(report.comparison?.usage == 0.6)
    #expect(report.codes.runs.map(\.length) == [1, 2, 3])
    #expect(report.codes.runs[1].mostFrequent.first?.tokens == [0, 1])
    #expect(report.codes.runs[1].mostFrequent.first?.count == 3)
    #expect(report.tokens?.tokens.lengths.map(\.tokens) == [1, 2, 3])
  }

  @Test("JSON has both sides and what follows from them")
  func json() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(report()), as: UTF8.self)
    for part in [#""compression":1.66"#, #""usage":0.6"#, #""vocabulary_size":5"#, #""n_grams":["#]
    {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test("a page is not written over what is counted")
  func pageOverInput() throws {
    var job = PairStatisticsJob(inputs: [codes])
    job.pagePath = codes
    #expect(throws: PairJobError.replacesInput(path: codes)) { try job.run() }
  }

  @Test("the report says what was counted, in columns")
  func lines() throws {
    let lines = PairStatisticsReport.lines(try report())
    #expect(lines.contains { $0.hasPrefix("tokens") && $0.hasSuffix("10       6") })
    #expect(lines.contains { $0.hasPrefix("1.667 codes a token; ") })
    #expect(lines.contains("most frequent runs of 2 codes: 0 1 (3), 2 2 (2), 1 0 (1), 2 0 (1)"))
    let alone = PairStatisticsReport.lines(try report(merging: false))
    #expect(alone.contains { $0.hasPrefix("tokens") && $0.hasSuffix(" 10") })
    #expect(!alone.contains { $0.contains("codes a token") })
  }

  @Test("the page holds its plots' data and escapes its title")
  func page() throws {
    let html = try PairStatisticsPage.html(try report(), title: "a<b & c")
    #expect(html.contains("<title>a&lt;b &amp; c</title>"))
    #expect(html.contains("1.667 codes a token"))
    let start = try #require(html.firstRange(of: #"id="specification">"#)).upperBound
    let end = try #require(html[start...].firstRange(of: "</script>")).lowerBound
    let plots = try JSONDecoder().decode(Plots.self, from: Data(html[start..<end].utf8))
    #expect(
      plots.vconcat.map(\.title) == [
        "Frequency by rank (Zipf)", "Runs of codes by rank", "Runs of tokens by rank",
        "Lengths of items",
      ])
    let zipf = plots.vconcat[0].data.values
    #expect(zipf.filter { $0.series == "codes" }.map(\.y) == [4, 3, 3])
    #expect(zipf.filter { $0.series == "tokens" }.map(\.x) == [1, 2, 3])
    let lengths = plots.vconcat[3].data.values
    #expect(lengths.filter { $0.series == "codes" }.map(\.x) == [3, 4])
    #expect(lengths.filter { $0.series == "codes" }.map(\.y) == [2, 1])
  }

  @Test(
    "numbers are told in ranges",
    arguments: [([], ""), ([3], "3"), ([1, 2, 3, 5, 7, 8], "1-3, 5, 7-8")] as [([Int], String)])
  func ranges(numbers: [Int], text: String) {
    #expect(IntegerRanges(numbers).description == text)
  }
}

/// What the page's specification is read back as.
private struct Plots: Decodable {
  let vconcat: [Plot]

  struct Plot: Decodable {
    let title: String
    let data: Values
  }

  struct Values: Decodable {
    let values: [Point]
  }

  struct Point: Decodable {
    let x: Int
    let y: Int
    let series: String
  }
}
