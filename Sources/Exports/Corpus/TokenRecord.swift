public import TokenStreams

/// What a trainer is given for one item: its tokens, its name and perhaps its class.
public struct TokenRecord: Hashable, Sendable {
  /// The item's name, such as the file it was made from.
  public let name: String
  /// The tokens, row after row.
  public let tokens: [UInt32]
  /// How many rows of equal length the tokens form; 1 for a plain sequence.
  public let rowCount: Int
  /// The number of the item's class, if it has one; never negative.
  public let classID: Int?

  /// Gathers one item's tokens, `[rowCount, tokens.count / rowCount]`.
  public init(name: String, tokens: [UInt32], rowCount: Int = 1, classID: Int? = nil) {
    precondition(
      rowCount > 0 && tokens.count % rowCount == 0,
      "\(tokens.count) tokens do not form \(rowCount) rows")
    precondition(classID ?? 0 >= 0, "a class is counted from 0")
    self.name = name
    self.tokens = tokens
    self.rowCount = rowCount
    self.classID = classID
  }

  /// How many tokens each row has.
  public var rowLength: Int { tokens.count / rowCount }

  /// The same item with other tokens.
  public func replacingTokens(with tokens: [UInt32], rowCount: Int = 1) -> TokenRecord {
    TokenRecord(name: name, tokens: tokens, rowCount: rowCount, classID: classID)
  }

  /// The tokens of one row.
  func row(_ index: Int) -> ArraySlice<UInt32> {
    tokens[index * rowLength..<(index + 1) * rowLength]
  }
}

extension TokenSequences {
  /// The tokens of records, rows behind each other.
  public init(tokensOf records: [TokenRecord]) {
    self.init()
    reserveCapacity(sequences: records.count, tokens: records.reduce(0) { $0 + $1.tokens.count })
    for record in records { append(record.tokens) }
  }
}
