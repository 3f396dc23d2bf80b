import Threads
public import TokenStreams

/// Encodes codes as tokens of a table, on all threads.
///
/// Nothing is ever dropped: ``MergeTable/decode(_:codeLimit:)`` gives back the codes of whatever was
/// encoded, and the tokens are a function of the sequence, the table and the mode, whatever the
/// threads and whatever else is encoded with it.
public struct SequencePairEncoder: Sendable {
  /// The table whose tokens are used.
  public let table: MergeTable
  private let ranks: PairRanks
  private let junctions: CodeJunctions
  private let scaffolds: ScaffoldExpansion?

  /// Prepares for encoding.
  public init(_ table: MergeTable) {
    self.init(table, expandingScaffolds: true)
  }

  /// Prepares for encoding; without expansion, scaffolds stay among the tokens.
  init(_ table: MergeTable, expandingScaffolds: Bool) {
    self.table = table
    ranks = PairRanks(table)
    junctions = CodeJunctions(table)
    scaffolds =
      expandingScaffolds && !table.scaffolds.isEmpty ? ScaffoldExpansion(table) : nil
  }

  /// Encodes each sequence.
  ///
  /// - Parameters:
  ///   - sequences: base codes.
  ///   - mode: how they are cut into tokens.
  ///   - firstIndex: the index of the first sequence in a larger set, of which this is a part; it
  ///     matters for chance only.
  /// - Returns: as many sequences of tokens, none of them longer than its codes.
  /// - Throws: `PairEncodingError.unknownCode`, which names the first one; `.impossibleOption` for a
  ///   probability outside `0...1`; `.sequenceTooLong` for 2^32 codes or more in one.
  public func encode(
    _ sequences: TokenSequences, mode: EncodingMode = .mergeOrder, firstIndex: Int = 0
  ) throws -> TokenSequences {
    try table.checkCodes(sequences)
    return try encodeChecked(sequences, mode)
  }

  /// Encodes codes that are known to be in the alphabet.
  func encodeChecked(_ sequences: TokenSequences, _ mode: EncodingMode) throws -> TokenSequences {
    let units = EncodingUnit.units(of: sequences, cutBy: junctions)
    let parts = Parallel.map(count: units.count) { index in
      encode(units[index], of: sequences, by: RankedMerger(ranks))
    }
    return try Self.joined(parts, count: sequences.count)
  }

  /// What one unit became.
  private struct Part: Sendable {
    let tokens: [UInt32]
    /// How many of them there are up to the end of each sequence that ends in the unit.
    let ends: [Int]
  }

  private func encode(
    _ unit: EncodingUnit, of corpus: TokenSequences, by encoder: consuming some PieceEncoder
  ) -> Part {
    var ends: [Int] = []
    ends.reserveCapacity(unit.sequences.count)
    let tokens = [UInt32](capacity: unit.places.count) { output in
      let codes = corpus.tokens.span
      var start = unit.places.lowerBound
      for sequence in unit.sequences {
        let end = corpus.offsets[sequence + 1]
        encodePieces(codes, start..<end, by: &encoder, to: &output)
        ends.append(output.count)
        start = end
      }
      encodePieces(codes, start..<unit.places.upperBound, by: &encoder, to: &output)
    }
    guard let scaffolds else { return Part(tokens: Array(tokens[...]), ends: ends) }
    let expanded = scaffolds.expanded(tokens, ends: ends)
    return Part(tokens: expanded.tokens, ends: expanded.ends)
  }

  @inline(__always)
  private func encodePieces(
    _ codes: Span<UInt32>, _ range: Range<Int>, by encoder: inout some PieceEncoder,
    to output: inout OutputSpan<UInt32>
  ) {
    guard !range.isEmpty else { return }
    var start = range.lowerBound
    for place in start + 1..<range.upperBound
    where !junctions.mayJoin(codes[place - 1], codes[place]) {
      encoder.encode(codes, start..<place, to: &output)
      start = place
    }
    encoder.encode(codes, start..<range.upperBound, to: &output)
  }

  /// Units behind each other.
  private static func joined(_ parts: [Part], count: Int) throws -> TokenSequences {
    var tokens: [UInt32] = []
    tokens.reserveCapacity(parts.reduce(0) { $0 + $1.tokens.count })
    var offsets = [0]
    offsets.reserveCapacity(count + 1)
    for part in parts {
      for end in part.ends { offsets.append(tokens.count + end) }
      tokens += part.tokens
    }
    return try TokenSequences(tokens: tokens, offsets: offsets)
  }
}
