import Threads
public import TokenStreams

extension SequencePairEncoder {
  /// Whether tokens are the ones that their codes are encoded as in merge order.
  ///
  /// - Throws: as ``areCanonical(_:)`` does.
  public func isCanonical(_ tokens: some Collection<UInt32>) throws -> Bool {
    try areCanonical(TokenSequences([Array(tokens)])) == [true]
  }

  /// Whether each sequence of tokens is the one that its codes are encoded as in merge order.
  ///
  /// Many rows of tokens stand for the same codes, and all but one of them are never encoded; a
  /// model that was trained on what is encoded should not be asked about the others.
  ///
  /// - Throws: `PairEncodingError.unknownTokenToDecode`, which names the first one, or
  ///   `.decodedTooLong` where one sequence stands for more codes than ``MergeTable`` decodes.
  public func areCanonical(_ sequences: TokenSequences) throws -> [Bool] {
    try table.checkTokens(sequences)
    let units = EncodingUnit.units(of: sequences, cutBy: nil)
    let found = Parallel.map(count: units.count) { index in
      Result { try areCanonical(units[index].sequences, of: sequences) }
    }
    return try found.flatMap { try $0.get() }
  }

  private func areCanonical(_ range: Range<Int>, of sequences: TokenSequences) throws -> [Bool] {
    let first = sequences.offsets[range.lowerBound]
    let offsets = sequences.offsets[range.lowerBound...range.upperBound].map { $0 - first }
    let tokens = try TokenSequences(
      tokens: Array(sequences.tokens[first..<sequences.offsets[range.upperBound]]),
      offsets: offsets)
    let encoded = try encode(try table.decode(tokens))
    return (0..<tokens.count).map { tokens[$0] == encoded[$0] }
  }
}
