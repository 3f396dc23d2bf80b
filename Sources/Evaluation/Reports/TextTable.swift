/// A table for a terminal: columns as wide as their widest cell, numbers to the right.
public struct TextTable: Sendable {
  /// Where a column's cells stand.
  public enum Alignment: Sendable {
    case left
    case right
  }

  private let titles: [String]
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  /// Starts a table with its columns.
  public init(_ columns: [(title: String, alignment: Alignment)]) {
    titles = columns.map(\.title)
    alignments = columns.map(\.alignment)
  }

  /// Adds a row, one cell a column.
  public mutating func add(_ cells: [String]) {
    precondition(cells.count == titles.count, "\(cells.count) cells for \(titles.count) columns")
    rows.append(cells)
  }

  /// The table's lines, titles first.
  public var lines: [String] {
    let widths = titles.indices.map { column in
      ([titles] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([titles] + rows).map { row in
      let cells = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return alignments[column] == .left ? row[column] + padding : padding + row[column]
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
