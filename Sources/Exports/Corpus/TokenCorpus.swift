public import TokenStreams

/// Tokens to be exported: records in a fixed order, made one after the other when they are wanted.
///
/// A corpus over token files holds no codes; however much they hold, a few records are in memory at
/// a time.
public struct TokenCorpus: Sendable {
  /// How many different tokens there can be, special ones included; every token is below it.
  public let vocabularySize: Int
  /// What is known of the tokens.
  public var description: CorpusDescription
  /// How many records there are; nil where that is only known after reading them.
  public var count: Int? {
    parts.reduce(0) { sum, part in sum.flatMap { sum in part.count.map { sum + $0 } } }
  }
  let parts: [CorpusPart]

  /// As many tokens as 32 bits can tell apart.
  static let largestVocabulary = 1 << 32

  /// Gathers parts.
  ///
  /// - Throws: `CorpusError.impossibleVocabulary`.
  init(vocabularySize: Int, description: CorpusDescription, parts: [CorpusPart]) throws(CorpusError)
  {
    guard (1...Self.largestVocabulary).contains(vocabularySize) else {
      throw .impossibleVocabulary(size: vocabularySize)
    }
    self.vocabularySize = vocabularySize
    self.description = description
    self.parts = parts
  }

  /// A corpus of sequences in memory.
  ///
  /// - Parameters:
  ///   - sequences: the tokens, one sequence a record.
  ///   - vocabularySize: how many different tokens there can be.
  ///   - names: one name a sequence; numbers from 0 where nil.
  ///   - classes: one class a sequence, nil for an item without one; no classes where nil.
  ///   - description: what is known of the tokens.
  /// - Throws: `CorpusError.wrongCount`, `.negativeClass` or `.impossibleVocabulary`. Tokens are
  ///   compared with the vocabulary when they are read.
  public init(
    _ sequences: TokenSequences, vocabularySize: Int, names: [String]? = nil,
    classes: [Int?]? = nil, description: CorpusDescription = CorpusDescription()
  ) throws(CorpusError) {
    for (what, found) in [("names", names?.count), ("classes", classes?.count)] {
      if let found, found != sequences.count {
        throw .wrongCount(of: what, found: found, needed: sequences.count)
      }
    }
    let name: @Sendable (Int) -> String = { names?[$0] ?? String($0) }
    for (index, classID) in (classes ?? []).enumerated() {
      if let classID, classID < 0 { throw .negativeClass(name: name(index), classID: classID) }
    }
    let part = CorpusPart(count: sequences.count) {
      { index in
        TokenRecord(name: name(index), tokens: Array(sequences[index]), classID: classes?[index])
      }
    }
    try self.init(vocabularySize: vocabularySize, description: description, parts: [part])
  }

  /// A corpus of records in memory.
  ///
  /// - Throws: `CorpusError.impossibleVocabulary`.
  public init(
    records: [TokenRecord], vocabularySize: Int,
    description: CorpusDescription = CorpusDescription()
  ) throws(CorpusError) {
    let part = CorpusPart(count: records.count) { { records[$0] } }
    try self.init(vocabularySize: vocabularySize, description: description, parts: [part])
  }

  /// Hands every record to `body`, in order; they are made on all threads.
  ///
  /// - Throws: what `body` throws; what making a record throws; `CorpusError.tokenOutOfRange`.
  public func forEach(_ body: (TokenRecord) throws -> Void) throws {
    for part in parts {
      try part.forEach(checking: { record in try check(record) }, body)
    }
  }

  private func check(_ record: TokenRecord) throws(CorpusError) {
    guard let largest = record.tokens.max(), Int(largest) >= vocabularySize else { return }
    let position = record.tokens.firstIndex { Int($0) >= vocabularySize } ?? 0
    throw .tokenOutOfRange(
      name: record.name, position: position, token: record.tokens[position],
      vocabularySize: vocabularySize)
  }
}
