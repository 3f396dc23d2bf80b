public import Exports
import TokenStreams

/// What a run of an export's tokens stands for.
public struct TokenMeaning: Hashable, Sendable {
  /// The tokens.
  public let tokens: Range<Int>
  /// A modality, or a modality and behind a dot what its special tokens are, such as `image.begin`.
  public let name: String
  /// How the tokens of a modality were made; empty for special tokens.
  public let origin: String

  /// The tokens in words, such as `0-1023`, or one number for one token.
  public var range: String {
    tokens.count == 1
      ? "\(tokens.lowerBound)" : "\(tokens.lowerBound)-\(tokens.upperBound - 1)"
  }
}

extension ExportSummary {
  /// Every token's meaning, ascending; empty where no plan says so.
  public var tokenMeanings: [TokenMeaning] {
    (corpus.plan?.ranges ?? []).flatMap { range -> [TokenMeaning] in
      let tokens = range.first..<range.first + range.count
      guard let source = corpus.sources.first(where: { $0.modality == range.name }) else {
        return [TokenMeaning(tokens: tokens, name: range.name, origin: "")]
      }
      return Self.meanings(of: source, tokens)
    }
  }

  /// The tokens of one modality; once they were changed, by pair encoding, they have no parts.
  private static func meanings(
    of source: CorpusDescription.Source, _ tokens: Range<Int>
  ) -> [TokenMeaning] {
    let name = source.modality ?? ""
    let origin =
      ([source.tokenizer?.id, source.flattening?.summary].compactMap { $0 }
      + source.steps).joined(separator: ", ")
    guard let flattening = source.flattening, source.steps.isEmpty else {
      return [TokenMeaning(tokens: tokens, name: name, origin: origin)]
    }
    let codes = tokens.prefix(flattening.codeTokenCount)
    let marks = [
      (flattening.padding, "padding"), (flattening.endOfPosition, "end-of-position"),
      (flattening.endOfRow, "end-of-row"),
    ]
    return [TokenMeaning(tokens: codes, name: name, origin: origin)]
      + marks.compactMap { token, mark in
        token.map {
          let first = tokens.lowerBound + Int($0)
          return TokenMeaning(tokens: first..<first + 1, name: name + "." + mark, origin: "")
        }
      }
  }
}

extension CodeFlattening {
  /// The codebooks and their order in a few words.
  fileprivate var summary: String {
    codebookCount == 1
      ? "1 codebook"
      : "\(codebookCount) codebooks\(separatesCodebooks ? "" : " with the same tokens"), "
        + order.rawValue
  }
}
