public import Exports

extension TokenInput.CodeSelection {
  /// Reads what ``text`` writes, such as `interleaved`, `interleaved:4`, `each` or `codebook:0`; nil
  /// for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let number = parts.count == 2 ? Int(parts[1]) : nil
    guard parts.count == 1 || number != nil else { return nil }
    switch (parts[0], number) {
    case ("interleaved", let count) where count ?? 1 > 0: self = .interleaved(codebooks: count)
    case ("each", let count) where count ?? 1 > 0: self = .eachCodebook(codebooks: count)
    case ("codebook", let stage?) where stage >= 0: self = .codebook(stage)
    default: return nil
    }
  }

  /// The selection as the option `--codes` takes it.
  public var text: String {
    switch self {
    case .interleaved(let count): "interleaved" + (count.map { ":\($0)" } ?? "")
    case .eachCodebook(let count): "each" + (count.map { ":\($0)" } ?? "")
    case .codebook(let stage): "codebook:\(stage)"
    }
  }
}
