public import TokenStreams

/// Codes of several codebooks in one row, each codebook with numbers of its own: all codes of the
/// first position, first stage first, then those of the second.
///
/// Stage s has the numbers from the sum of the codebooks before it on. So a row says where positions
/// begin, and positions may hold different numbers of stages; one that holds none is a number of its
/// own, the last one.
public struct InterleavedCodebooks: Hashable, Sendable {
  /// How many codes each stage has.
  public let vocabulary: Vocabulary
  /// The first number of each stage and that of a position without codes, `[stages + 1]`.
  public let firstCodes: [Int]

  /// Gives the codebooks of a vocabulary their numbers.
  ///
  /// - Throws: `PairEncodingError.impossibleAlphabet` when they are more than an alphabet has.
  public init(_ vocabulary: Vocabulary) throws(PairEncodingError) {
    self.vocabulary = vocabulary
    firstCodes = vocabulary.sizes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    _ = try MergeTable(alphabetSize: alphabetSize)
  }

  /// How many numbers there are.
  public var alphabetSize: Int { firstCodes[vocabulary.stageCount] + 1 }

  /// A sequence for each item.
  ///
  /// - Throws: `PairEncodingError.otherVocabulary` for an item of another vocabulary.
  public func sequences(of items: [CodeStack]) throws -> TokenSequences {
    var sequences = TokenSequences()
    for (index, item) in items.enumerated() {
      try vocabulary.check(item, index: index)
      var codes: [UInt32] = []
      codes.reserveCapacity(item.codes.count)
      var next = 0
      for depth in item.depths {
        if depth == 0 { codes.append(UInt32(firstCodes[vocabulary.stageCount])) }
        for stage in 0..<Int(depth) {
          codes.append(UInt32(firstCodes[stage]) + item.codes[next + stage])
        }
        next += Int(depth)
      }
      sequences.append(codes)
    }
    return sequences
  }

  /// The items that sequences were made from.
  ///
  /// - Throws: `PairEncodingError.unknownCode` or `.brokenFrames` for a sequence that no item gives.
  public func items(from sequences: TokenSequences) throws -> [CodeStack] {
    try (0..<sequences.count).map { try item(from: sequences[$0], sequence: $0) }
  }

  private func item(from codes: ArraySlice<UInt32>, sequence: Int) throws -> CodeStack {
    var depths: [UInt8] = []
    var kept: [UInt32] = []
    for (position, code) in codes.enumerated() {
      let stage = try stage(of: code, sequence: sequence, position: position)
      if stage == vocabulary.stageCount {
        depths.append(0)
      } else if stage == 0 {
        depths.append(1)
        kept.append(code)
      } else {
        guard let depth = depths.last, Int(depth) == stage else {
          throw PairEncodingError.brokenFrames(
            sequence: sequence, position: position,
            reason: "a code of stage \(stage) does not follow one of stage \(stage - 1)")
        }
        depths[depths.count - 1] += 1
        kept.append(code - UInt32(firstCodes[stage]))
      }
    }
    return try CodeStack(vocabulary: vocabulary, depths: depths, codes: kept)
  }

  /// The stage of a number; that behind the last one for a position without codes.
  private func stage(
    of code: UInt32, sequence: Int, position: Int
  ) throws(PairEncodingError) -> Int {
    guard Int(code) < alphabetSize, let above = firstCodes.firstIndex(where: { Int(code) < $0 })
    else {
      guard Int(code) == alphabetSize - 1 else {
        throw PairEncodingError.unknownCode(
          sequence: sequence, position: position, code: code, alphabetSize: alphabetSize)
      }
      return vocabulary.stageCount
    }
    return above - 1
  }
}

extension Vocabulary {
  /// Refuses an item of another vocabulary.
  func check(_ item: CodeStack, index: Int) throws(PairEncodingError) {
    guard item.vocabulary == self else {
      throw PairEncodingError.otherVocabulary(
        item: index, found: item.vocabulary.sizes, needed: sizes)
    }
  }
}
