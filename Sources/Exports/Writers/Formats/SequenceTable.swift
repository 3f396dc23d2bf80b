/// What is kept of every sequence beside its tokens, for formats that say it in one piece.
struct SequenceTable {
  /// Where each sequence begins and the last one ends, `[sequences + 1]`.
  private(set) var offsets = [0]
  private var classes: [Int] = []
  private var rows: [Int] = []
  private var hasClasses = false
  private var hasRows = false

  /// Takes note of a record.
  mutating func add(_ record: TokenRecord) {
    offsets.append((offsets.last ?? 0) + record.tokens.count)
    classes.append(record.classID ?? -1)
    rows.append(record.rowCount)
    hasClasses = hasClasses || record.classID != nil
    hasRows = hasRows || record.rowCount > 1
  }

  /// The columns by name: `offsets`, and `classes` (-1 for none) and `rows` where any item has one.
  var columns: [(name: String, values: [Int])] {
    [("offsets", offsets)] + (hasClasses ? [("classes", classes)] : [])
      + (hasRows ? [("rows", rows)] : [])
  }
}
