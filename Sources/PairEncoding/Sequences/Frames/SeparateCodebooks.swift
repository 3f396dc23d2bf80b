public import TokenStreams

/// Codes of each codebook along the positions, in rows of their own.
///
/// Row s of an item has a number for each position: the code of stage s, or, where the position is
/// shallower, one number more than the codebook has codes. So positions may hold different numbers
/// of stages.
public struct SeparateCodebooks: Hashable, Sendable {
  /// How many codes each stage has.
  public let vocabulary: Vocabulary

  /// Takes the codebooks of a vocabulary apart.
  ///
  /// - Throws: `PairEncodingError.impossibleAlphabet` for a codebook larger than an alphabet.
  public init(_ vocabulary: Vocabulary) throws(PairEncodingError) {
    self.vocabulary = vocabulary
    for stage in 0..<vocabulary.stageCount {
      _ = try MergeTable(alphabetSize: alphabetSize(ofStage: stage))
    }
  }

  /// How many numbers the rows of a stage use.
  public func alphabetSize(ofStage stage: Int) -> Int { vocabulary.sizes[stage] + 1 }

  /// For each stage, a sequence for each item.
  ///
  /// - Throws: `PairEncodingError.otherVocabulary` for an item of another vocabulary.
  public func sequences(of items: [CodeStack]) throws -> [TokenSequences] {
    for (index, item) in items.enumerated() { try vocabulary.check(item, index: index) }
    return vocabulary.sizes.enumerated().map { stage, size in
      var sequences = TokenSequences()
      for item in items { sequences.append(item.codes(ofStage: stage).map { $0 ?? UInt32(size) }) }
      return sequences
    }
  }

  /// The items that sequences were made from.
  ///
  /// - Parameter stages: the sequences of each stage, one for each item.
  /// - Throws: `PairEncodingError.unknownCode` or `.brokenFrames` for sequences that no items give,
  ///   `.wrongStageCount` for more or fewer stages than the vocabulary has.
  public func items(from stages: [TokenSequences]) throws -> [CodeStack] {
    guard stages.count == vocabulary.stageCount else {
      throw PairEncodingError.wrongStageCount(
        found: stages.count, needed: vocabulary.stageCount)
    }
    let itemCount = stages.map(\.count).max() ?? 0
    return try (0..<itemCount).map { try item($0, from: stages) }
  }

  private func item(_ index: Int, from stages: [TokenSequences]) throws -> CodeStack {
    let rows = try stages.map { sequences in
      guard index < sequences.count, sequences[index].count == stages[0][index].count else {
        throw PairEncodingError.brokenFrames(
          sequence: index, position: 0, reason: "its stages have different numbers of positions")
      }
      return Array(sequences[index])
    }
    var depths: [UInt8] = []
    var codes: [UInt32] = []
    for position in rows[0].indices {
      let column = rows.map { $0[position] }
      let depth = try depth(of: column, item: index, position: position)
      depths.append(UInt8(depth))
      codes += column.prefix(depth)
    }
    return try CodeStack(vocabulary: vocabulary, depths: depths, codes: codes)
  }

  /// How many stages a position holds: those before the first number that stands for none.
  private func depth(of column: [UInt32], item: Int, position: Int) throws(PairEncodingError) -> Int
  {
    for (code, size) in zip(column, vocabulary.sizes) where Int(code) > size {
      throw PairEncodingError.unknownCode(
        sequence: item, position: position, code: code, alphabetSize: size + 1)
    }
    let isHeld = zip(column, vocabulary.sizes).map { Int($0) < $1 }
    let depth = isHeld.firstIndex(of: false) ?? column.count
    guard !isHeld[depth...].contains(true) else {
      throw PairEncodingError.brokenFrames(
        sequence: item, position: position,
        reason: "stage \(depth) holds no code, but a later stage does")
    }
    return depth
  }
}
