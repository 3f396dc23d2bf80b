/// What is kept of every sequence beside its tokens, for formats that say it in one piece.
struct SequenceTable {
  /// Where each sequence begins and the last one ends, `[sequences + 1]`.
  private(set) var offsets = [0]
  // Nil until the first item that has one.
  private var classes: [Int]?
  private var rows: [Int]?

  /// Takes note of a record.
  mutating func add(_ record: TokenRecord) {
    let count = offsets.count - 1
    offsets.append((offsets.last ?? 0) + record.tokens.count)
    if record.classID != nil, classes == nil { classes = Array(repeating: -1, count: count) }
    classes?.append(record.classID ?? -1)
    if record.hasRows, rows == nil { rows = Array(repeating: 1, count: count) }
    rows?.append(record.rowCount)
  }

  /// The columns by name: `offsets`, and `classes` (-1 for none) and `rows` where any item has one.
  var columns: [(name: String, values: [Int])] {
    [("offsets", offsets), ("classes", classes), ("rows", rows)].compactMap { name, values in
      values.map { (name, $0) }
    }
  }
}
