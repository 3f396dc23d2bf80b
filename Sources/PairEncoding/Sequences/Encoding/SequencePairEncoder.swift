import Threads
public import TokenStreams

/// Encodes codes as tokens of a table, on all threads.
///
/// Nothing is ever dropped: ``MergeTable/decode(_:codeLimit:)`` gives back the codes of whatever was
/// encoded. The tokens of a sequence are a function of its codes, the table and the mode, whatever
/// the threads and whatever else is encoded with it.
public struct SequencePairEncoder: Sendable {
  /// The most codes of one sequence.
  static let lengthLimit = Int(UInt32.max) - 1

  /// The table whose tokens are used.
  public let table: MergeTable
  private let ranks: PairRanks
  private let shortPieces: ShortPieceMerger?
  private let junctions: CodeJunctions
  private let scaffolds: ScaffoldExpansion?

  /// Prepares for encoding.
  public init(_ table: MergeTable) {
    self.init(table, keepingScaffolds: false)
  }

  /// Prepares for encoding; scaffolds may be kept among the tokens.
  init(_ table: MergeTable, keepingScaffolds: Bool) {
    self.table = table
    ranks = PairRanks(table)
    shortPieces = ShortPieceMerger(table)
    junctions = CodeJunctions(table, ranks)
    scaffolds = keepingScaffolds || table.scaffolds.isEmpty ? nil : ScaffoldExpansion(table)
  }

  /// Encodes each sequence.
  ///
  /// - Parameters:
  ///   - sequences: base codes.
  ///   - mode: how they are cut into tokens.
  ///   - firstIndex: the index of the first sequence in a larger set of which these are a part; it
  ///     matters for chance only.
  /// - Returns: as many sequences of tokens, none of them longer than its codes.
  /// - Throws: `PairEncodingError.unknownCode`, which names the first one; `.impossibleOption` for a
  ///   probability outside `0...1`; `.sequenceTooLong` for 2^32 - 1 codes or more.
  public func encode(
    _ sequences: TokenSequences, mode: EncodingMode = .mergeOrder, firstIndex: Int = 0
  ) throws -> TokenSequences {
    try table.checkCodes(sequences)
    try Self.checkLengths(sequences)
    switch mode {
    case .mergeOrder:
      return try encode(sequences, firstIndex) { RankedMerger(shortPieces, ranks) }
    case .longestMatch:
      let trie = TokenTrie(table)
      return try encode(sequences, firstIndex) { LongestMatcher(trie) }
    case .fewestTokens:
      let trie = TokenTrie(table)
      return try encode(sequences, firstIndex) { FewestTokens(trie) }
    case .dropout(let probability, let seed):
      guard (0...1).contains(probability) else {
        throw PairEncodingError.impossibleOption(
          name: "the dropout probability", value: "\(probability)", allowed: "in 0...1")
      }
      return try encode(sequences, firstIndex) {
        DropoutMerger(ranks, probability: probability, seed: seed)
      }
    }
  }

  private static func checkLengths(_ sequences: TokenSequences) throws(PairEncodingError) {
    for index in 0..<sequences.count {
      let length = sequences.offsets[index + 1] - sequences.offsets[index]
      guard length <= lengthLimit else {
        throw PairEncodingError.sequenceTooLong(
          sequence: index, length: length, limit: lengthLimit)
      }
    }
  }

  /// Encodes by an encoder that is made anew for each unit, so that none shares its working memory.
  private func encode<Encoder: RunEncoder>(
    _ sequences: TokenSequences, _ firstIndex: Int, by makeEncoder: @Sendable () -> Encoder
  ) throws -> TokenSequences {
    let units = EncodingUnit.units(
      of: sequences, cutBy: Encoder.encodesWholeSequences ? nil : junctions)
    let parts = Parallel.map(count: units.count) { index in
      var encoder = makeEncoder()
      return encode(units[index], of: sequences, by: &encoder, firstIndex)
    }
    return try EncodedPart.joined(parts)
  }

  private func encode<Encoder: RunEncoder>(
    _ unit: EncodingUnit, of corpus: TokenSequences, by encoder: inout Encoder, _ firstIndex: Int
  ) -> EncodedPart {
    var ends: [Int] = []
    ends.reserveCapacity(unit.sequences.count)
    let tokens = [UInt32](capacity: unit.places.count) { output in
      let codes = corpus.tokens.span.extracting(unit.places)
      let ranks = codeRanks(unit, of: corpus)
      var start = 0
      for sequence in unit.sequences {
        let end = corpus.offsets[sequence + 1] - unit.places.lowerBound
        encoder.begin(sequence: firstIndex &+ sequence)
        if start < end { encoder.encode(codes, ranks.span, start..<end, to: &output) }
        ends.append(output.count)
        start = end
      }
      if start < codes.count { encoder.encode(codes, ranks.span, start..<codes.count, to: &output) }
    }
    // A copy, since the array has room for all codes.
    return scaffolds?.expanded(tokens, ends: ends)
      ?? EncodedPart(tokens: Array(tokens[...]), ends: ends)
  }

  /// The rank of each code of a unit and the one behind it; at the end of a sequence they are apart.
  private func codeRanks(_ unit: EncodingUnit, of corpus: TokenSequences) -> [UInt32] {
    [UInt32](capacity: unit.places.count) { ranks in
      let codes = corpus.tokens.span.extracting(unit.places)
      var start = 0
      for sequence in unit.sequences {
        let end = corpus.offsets[sequence + 1] - unit.places.lowerBound
        junctions.appendRanks(codes, start..<end, to: &ranks)
        start = end
      }
      junctions.appendRanks(codes, start..<codes.count, to: &ranks)
    }
  }
}
