import Layers
import PairEncoding
import TokenStreams

/// The corpora of a golden case of pair encoding, by what its `config.json` says.
struct PairEncodingCorpora: Decodable {
  let corpora: [Corpus]

  struct Corpus: Decodable {
    let name: String
    let codeCount: Int
    /// Tokens at which training ends; of cases of sequences.
    let vocabularySize: Int?
    let minimumFrequency: Int?
    /// Merges at which training ends, and the numbers of the published model's ids; of cases of grids.
    let mergeCount: Int?
    let vocabularyPad: Int?
    let vocabularyEnd: Int?

    private enum CodingKeys: String, CodingKey {
      case name
      case codeCount = "num_codes"
      case vocabularySize = "vocab_size"
      case minimumFrequency = "min_frequency"
      case mergeCount = "num_merges"
      case vocabularyPad = "vocab_pad"
      case vocabularyEnd = "vocab_end"
    }
  }
}

extension GoldenCase {
  /// The corpora of a case in which every corpus has these tensors; nil for any other case.
  func pairEncodingCorpora(with tensors: [String]) -> [PairEncodingCorpora.Corpus]? {
    guard let corpora = configuration(as: PairEncodingCorpora.self)?.corpora, !corpora.isEmpty,
      corpora.allSatisfy({ corpus in
        tensors.allSatisfy { self.tensors.entry("\(corpus.name).\($0)") != nil }
      })
    else { return nil }
    return corpora
  }

  /// Compares what is found for each corpus with the case; `given` tensors of a corpus are its inputs.
  func comparePairEncoding(
    given: [String],
    _ add: (PairEncodingCorpora.Corpus, inout GoldenFindings) throws -> Void
  ) throws -> [TensorComparison] {
    var findings = GoldenFindings()
    var inputs: Set<String> = []
    for corpus in pairEncodingCorpora(with: given) ?? [] {
      inputs.formUnion(given.map { "\(corpus.name).\($0)" })
      try add(corpus, &findings)
    }
    return try findings.comparisons(with: self, inputs: inputs)
  }

  /// Tokens that are stored one behind the other, with offsets.
  func tokenSequences(_ name: String) throws -> TokenSequences {
    try TokenSequences(tokens: try codes(name), offsets: try tensors.integers(name + "_offsets"))
  }

  /// Grids of one size, `[grids, height, width]`.
  func tokenGrids(_ name: String) throws -> [TokenGrid] {
    let codes = try codes(name)
    guard let shape = tensors.entry(name)?.shape, shape.count == 3 else { return [] }
    let size = shape[1] * shape[2]
    return try (0..<shape[0]).map { grid in
      try TokenGrid(
        height: shape[1], width: shape[2], tokens: Array(codes[grid * size..<(grid + 1) * size]))
    }
  }

  private func codes(_ name: String) throws -> [UInt32] {
    try tensors.integers(name).map { UInt32(clamping: $0) }
  }
}

extension GoldenFindings {
  /// Adds sequences as the cases store them.
  mutating func add(_ name: String, _ sequences: TokenSequences) {
    add(name, integers: sequences.tokens.map(Int.init))
    add(name + "_offsets", integers: sequences.offsets)
  }
}
