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
  /// The rows and their length that all records share, nil where they differ or there are none.
  private(set) var commonShape: (rowCount: Int, rowLength: Int)?
  /// Whether any record has several rows.
  private(set) var hasRows = false

  /// Counts one record.
  mutating func add(_ record: TokenRecord) {
    let shape = (rowCount: record.rowCount, rowLength: record.rowLength)
    if recordCount == 0 {
      commonShape = shape
    } else if let common = commonShape, common != shape {
      commonShape = nil
    }
    recordCount += 1
    tokenCount += record.tokens.count
    hasRows = hasRows || record.rowCount > 1
  }
}
