public import TokenStreams

/// What a trainer is given for one item: its tokens, its name and perhaps its class.
public struct TokenRecord: Sendable {
  /// The item's name, such as the file it was made from.
  public var name: String { recordName.text }
  /// The tokens, row after row.
  public let tokens: [UInt32]
  /// How many rows of equal length the tokens form; 1 for a plain sequence.
  public let rowCount: Int
  /// Whether the tokens are rows, be it a single one, and no plain sequence.
  public let hasRows: Bool
  /// The number of the item's class, if it has one; never negative.
  public let classID: Int?
  private let recordName: RecordName

  /// Gathers one item's tokens, `[rowCount, tokens.count / rowCount]`, or a plain sequence where
  /// `rowCount` is nil.
  public init(name: String, tokens: [UInt32], rowCount: Int? = nil, classID: Int? = nil) {
    self.init(name: .text(name), tokens: tokens, rowCount: rowCount, classID: classID)
  }

  /// Gathers one item's tokens under a name that need not be spelled yet.
  init(name: RecordName, tokens: [UInt32], rowCount: Int? = nil, classID: Int? = nil) {
    let rows = rowCount ?? 1
    precondition(
      rows > 0 && tokens.count % rows == 0, "\(tokens.count) tokens do not form \(rows) rows")
    precondition(classID ?? 0 >= 0, "a class is counted from 0")
    recordName = name
    self.tokens = tokens
    self.rowCount = rows
    hasRows = rowCount != nil
    self.classID = classID
  }

  /// How many tokens each row has.
  public var rowLength: Int { tokens.count / rowCount }

  /// The same item with other tokens.
  public func replacingTokens(with tokens: [UInt32], rowCount: Int? = nil) -> TokenRecord {
    TokenRecord(name: recordName, tokens: tokens, rowCount: rowCount, classID: classID)
  }

  /// The tokens of one row.
  func row(_ index: Int) -> ArraySlice<UInt32> {
    tokens[index * rowLength..<(index + 1) * rowLength]
  }
}

extension TokenRecord: Hashable {
  /// Whether names, tokens, rows and classes are equal.
  public static func == (one: TokenRecord, other: TokenRecord) -> Bool {
    one.tokens == other.tokens && one.rowCount == other.rowCount && one.hasRows == other.hasRows
      && one.classID == other.classID && one.name == other.name
  }

  /// Feeds what is compared to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(tokens)
    hasher.combine(rowCount)
    hasher.combine(hasRows)
    hasher.combine(classID)
  }
}

/// What a record is called.
///
/// Spelling the names of millions of tiny records takes longer than encoding them, and few formats
/// write them.
enum RecordName: Sendable {
  case text(String)
  /// An item of a file whose items have no names.
  case numbered(path: String, index: Int)

  /// The name itself.
  var text: String {
    switch self {
    case .text(let text): text
    case .numbered(let path, let index): "\(path)[\(index)]"
    }
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
