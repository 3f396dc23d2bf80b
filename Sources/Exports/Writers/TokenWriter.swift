/// Writes records in one format; what it writes appears with `commit()` or not at all.
protocol TokenWriter: ~Copyable {
  /// Appends a record, whose tokens were found to fit the element type.
  mutating func append(_ record: TokenRecord) throws

  /// Moves everything to its place and returns the paths, sorted as a reader would want them.
  consuming func commit() throws -> [String]
}

/// What is counted of records while they are written.
struct RecordTally: Sendable {
  /// Records so far.
  private(set) var recordCount = 0
  /// Tokens so far.
  private(set) var tokenCount = 0
  /// How many rows every record has, nil where that differs or there are no records.
  private(set) var commonRowCount: Int?
  /// How many tokens every row has, nil where that differs or there are no records.
  private(set) var commonRowLength: Int?
  /// Whether any record has rows.
  private(set) var hasRows = false

  /// Counts one record.
  mutating func add(_ record: TokenRecord) {
    if recordCount == 0 {
      (commonRowCount, commonRowLength) = (record.rowCount, record.rowLength)
    }
    if commonRowCount != record.rowCount { commonRowCount = nil }
    if commonRowLength != record.rowLength { commonRowLength = nil }
    recordCount += 1
    tokenCount += record.tokens.count
    hasRows = hasRows || record.hasRows
  }
}
