import Threads
public import TokenStreams

extension MergeTable {
  /// How many codes are decoded at once unless the caller says otherwise.
  public static let defaultCodeLimit = 1 << 30

  /// The base codes that tokens stand for, sequence by sequence; scaffolds are decoded too.
  ///
  /// - Parameters:
  ///   - sequences: tokens of this table.
  ///   - codeLimit: how many codes may come out; tokens can stand for far more codes than they take
  ///     bytes.
  /// - Returns: as many sequences of base codes.
  /// - Throws: `PairEncodingError.unknownTokenToDecode`, which names the first one, or
  ///   `.decodedTooLong`.
  public func decode(
    _ sequences: TokenSequences, codeLimit: Int = defaultCodeLimit
  ) throws -> TokenSequences {
    try checkTokens(sequences)
    try checkLength(sequences, codeLimit: codeLimit)
    let units = EncodingUnit.units(of: sequences, cutBy: nil)
    return try EncodedPart.joined(
      Parallel.map(count: units.count) { decoded(units[$0], of: sequences) })
  }

  private func checkLength(
    _ sequences: TokenSequences, codeLimit: Int
  ) throws(PairEncodingError) {
    let tokens = sequences.tokens.span
    var room = codeLimit
    for sequence in 0..<sequences.count {
      for place in sequences.offsets[sequence]..<sequences.offsets[sequence + 1] {
        room -= length(of: tokens[place])
        guard room >= 0 else {
          throw PairEncodingError.decodedTooLong(sequence: sequence, limit: codeLimit)
        }
      }
    }
  }

  private func decoded(_ unit: EncodingUnit, of sequences: TokenSequences) -> EncodedPart {
    let tokens = sequences.tokens.span
    let merged = mergedCodes.span
    let count = unit.places.reduce(0) { $0 + length(of: tokens[$1]) }
    var ends: [Int] = []
    ends.reserveCapacity(unit.sequences.count)
    let codes = [UInt32](capacity: count) { codes in
      for sequence in unit.sequences {
        for place in sequences.offsets[sequence]..<sequences.offsets[sequence + 1] {
          let token = Int(tokens[place]) - alphabetSize
          if token < 0 {
            codes.append(tokens[place])
          } else {
            for index in mergedOffsets[token]..<mergedOffsets[token + 1] {
              codes.append(merged[index])
            }
          }
        }
        ends.append(codes.count)
      }
    }
    return EncodedPart(tokens: codes, ends: ends)
  }
}
