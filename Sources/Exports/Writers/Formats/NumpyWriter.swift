import Bytes

/// Writes one `.npy` array: `[items, length]` or `[items, rows, length]` where all items are alike,
/// else all tokens behind each other, `[tokens]`.
struct NumpyWriter: TokenWriter, ~Copyable {
  private let path: String
  private let type: TokenElementType
  private var file: AtomicFile
  private var tokens: SpoolFile
  private var tally = RecordTally()

  init(path: String, type: TokenElementType) throws {
    self.path = path
    self.type = type
    file = try AtomicFile(path: path)
    tokens = SpoolFile(beside: path)
  }

  mutating func append(_ record: TokenRecord) throws {
    tally.add(record)
    if tally.hasRows, tally.commonRowCount == nil || tally.commonRowLength == nil {
      throw ExportError.unequalRows(path: path, item: record.name)
    }
    try tokens.append(record.tokens, as: type)
  }

  private var shape: [Int] {
    guard let rowCount = tally.commonRowCount, let rowLength = tally.commonRowLength else {
      return [tally.tokenCount]
    }
    return tally.hasRows
      ? [tally.recordCount, rowCount, rowLength] : [tally.recordCount, rowLength]
  }

  consuming func commit() throws -> [String] {
    try file.append(NumpyHeader(elementType: type, shape: shape).bytes)
    var file = file
    try tokens.drain { block in try file.append(block) }
    try file.commit()
    return [path]
  }
}
