import Jobs
import TokenStreams
import Tokenizers

/// Lays out what an evaluation measured, pictures and sound in tables of their own.
public enum EvaluationReport {
  /// A line an item, a mean below, and the protocol of the numbers; a table for each kind.
  public static func items(_ outcomes: [EvaluateJob.Outcome]) -> [String] {
    outcomes.flatMap { outcome in
      MediaKind.allCases.flatMap { kind -> [String] in
        let items = outcome.reconstructions.filter { $0.quality.kind == kind }
        guard !items.isEmpty else { return [] }
        var table = TextTable(columns(kind, first: "item"))
        for item in items { table.add([item.name] + Summary([item]).cells) }
        if items.count > 1 { table.add(["mean of \(items.count)"] + Summary(items).cells) }
        return table.lines + [protocolLine(kind, outcome.policy, items), ""]
      }
    }
  }

  /// A line a policy, of means over all items; a table for each kind.
  public static func means(_ outcomes: [EvaluateJob.Outcome]) -> [String] {
    MediaKind.allCases.flatMap { kind -> [String] in
      var table = TextTable(columns(kind, first: "policy"))
      var measured: [Reconstruction] = []
      for outcome in outcomes {
        let items = outcome.reconstructions.filter { $0.quality.kind == kind }
        guard !items.isEmpty else { continue }
        measured = items
        table.add([outcome.policy.description] + Summary(items).cells)
      }
      guard !measured.isEmpty else { return [] }
      return table.lines + [protocolLine(kind, nil, measured), ""]
    }
  }

  private static func columns(
    _ kind: MediaKind, first: String
  ) -> [(title: String, alignment: TextTable.Alignment)] {
    let quality = kind == .image ? ["PSNR", "SSIM"] : ["SI-SDR"]
    let rate = kind == .image ? "bits/pixel" : "bits/second"
    return [(first, .left)]
      + (["tokens", "bits", rate] + quality + ["seconds"]).map { ($0, .right) }
  }

  private static func protocolLine(
    _ kind: MediaKind, _ policy: LengthPolicy?, _ measured: [Reconstruction]
  ) -> String {
    let length = policy.map { "length policy \($0); " } ?? ""
    let items = measured.count == 1 ? "1 item" : "\(measured.count) items"
    return "\(length)\(items); "
      + EvaluateJob.protocolText(kind, preparation: measured.first?.preparation)
  }
}

/// Means over some reconstructions of one kind.
private struct Summary {
  private let items: [Reconstruction]

  init(_ items: [Reconstruction]) {
    self.items = items
  }

  var cells: [String] {
    let rateDecimals = items[0].size.rateDecimals
    return [
      mean { Double($0.tokenCount) }.decimals(0), mean { Double($0.bits) }.decimals(0),
      mean { $0.size.rate(ofBits: $0.bits) }.decimals(rateDecimals),
    ] + quality + [mean { $0.encodeSeconds + $0.decodeSeconds }.decimals(3)]
  }

  private var quality: [String] {
    switch items[0].quality {
    case .image:
      [
        mean { item in
          if case .image(let value, _) = item.quality { value } else { .nan }
        }.decimals(2),
        mean { item in
          if case .image(_, let value?) = item.quality { value } else { .nan }
        }.decimals(4),
      ]
    case .audio:
      [
        mean { item in
          if case .audio(let value) = item.quality { value } else { .nan }
        }.decimals(2)
      ]
    }
  }

  private func mean(_ value: (Reconstruction) -> Double) -> Double {
    items.reduce(0) { $0 + value($1) } / Double(items.count)
  }
}
