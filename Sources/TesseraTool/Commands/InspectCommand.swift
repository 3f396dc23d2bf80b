import ArgumentParser
import Tessera

/// The command `tessera inspect`.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show what a token file holds: header, counts, codebook usage, bits.")

  @Argument(help: "The token file.")
  var file: String

  @Flag(help: "List every item, not the first twenty.")
  var all = false

  @Flag(help: "Print everything as JSON.")
  var json = false

  func run() throws {
    let tokens = try TokenFile(path: file)
    let summary = TokenFileSummary(tokens)
    if json {
      try JSONOutput.print(InspectRecord(tokens, summary))
    } else {
      show(tokens, summary)
    }
    try (tokens.indexDamage + summary.failures).report()
  }

  private func show(_ tokens: TokenFile, _ summary: TokenFileSummary) {
    print("file      \(tokens.path)")
    print("written   by \(tokens.header.software)")
    print("items     \(tokens.count)")
    print("tokens    \(summary.items.reduce(0) { $0 + $1.tokenCount })")
    print("bits      \(summary.items.reduce(0) { $0 + $1.bits })")
    for (tokenizer, statistics) in zip(tokens.header.tokenizers, summary.statistics) {
      print("")
      print("tokenizer \(tokenizer.id) (\(tokenizer.media.rawValue), \(tokenizer.layout.rawValue))")
      print("weights   sha-256 \(tokenizer.weights)")
      print("length    \(tokenizer.policy)")
      if let preparation = tokenizer.preparation { print("pictures  \(preparation)") }
      codebookTable(statistics).lines.forEach { print($0) }
    }
    print("")
    itemTable(summary.items.prefix(all ? .max : 20)).lines.forEach { print($0) }
    if !all, summary.items.count > 20 {
      print("… \(summary.items.count - 20) more items; --all lists them")
    }
  }

  private func codebookTable(_ statistics: CodebookStatistics) -> TextTable {
    var table = TextTable([
      ("codebook", .left), ("size", .right), ("codes", .right), ("usage", .right),
      ("perplexity", .right), ("entropy", .right),
    ])
    for (index, stage) in statistics.stages.enumerated() {
      table.add([
        "\(index + 1)", "\(stage.codebookSize)", "\(stage.total)",
        (stage.usage * 100).decimals(1) + " %", stage.perplexity.decimals(1),
        stage.entropy.decimals(2) + " bit",
      ])
    }
    return table
  }

  private func itemTable(_ items: ArraySlice<TokenFileSummary.Item>) -> TextTable {
    var table = TextTable([
      ("item", .left), ("original", .left), ("positions", .left), ("tokens", .right),
      ("bits", .right), ("rate", .right),
    ])
    for item in items {
      table.add([
        item.name, item.originalText, item.extents.map(String.init).joined(separator: "x"),
        "\(item.tokenCount)", "\(item.bits)",
        item.size.rate(ofBits: item.bits).decimals(item.size.rateDecimals) + " "
          + item.size.rateUnit,
      ])
    }
    return table
  }
}

/// All of `inspect --json`.
private struct InspectRecord: Encodable {
  let software: String
  let tokenizers: [Tokenizer]
  let items: [Item]

  struct Tokenizer: Encodable {
    let description: TokenizerDescription
    let codebooks: [Codebook]
  }

  struct Codebook: Encodable {
    let size: Int
    let codes: Int
    let usage: Double
    let perplexity: Double
    let entropy: Double
  }

  struct Item: Encodable {
    let name: String
    let tokenizer: Int
    let original: OriginalMedia
    let extents: [Int]
    let tokens: Int
    let bits: Int
  }

  init(_ tokens: TokenFile, _ summary: TokenFileSummary) {
    software = tokens.header.software
    tokenizers = zip(tokens.header.tokenizers, summary.statistics).map { description, statistics in
      Tokenizer(
        description: description,
        codebooks: statistics.stages.map {
          Codebook(
            size: $0.codebookSize, codes: $0.total, usage: $0.usage, perplexity: $0.perplexity,
            entropy: $0.entropy)
        })
    }
    items = summary.items.map {
      Item(
        name: $0.name, tokenizer: $0.tokenizer, original: $0.original, extents: $0.extents,
        tokens: $0.tokenCount, bits: $0.bits)
    }
  }
}
