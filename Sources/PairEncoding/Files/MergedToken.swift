/// One merged token of a vocabulary, to be shown.
public struct MergedToken: Hashable, Sendable, Encodable, CustomStringConvertible {
  /// The token.
  public let token: UInt32
  /// The two tokens that are merged into it.
  public let first: UInt32
  /// The second of them.
  public let second: UInt32
  /// The base codes it stands for; of grids in raster order, where the vocabulary can say.
  public let codes: [UInt32]
  /// The shape of a token of grids: for each row the columns that have a cell, from the leftmost on;
  /// nil for sequences.
  public let rows: [[Bool]]?

  /// The codes, row by row with `/` between rows and `.` where there is no cell.
  public var description: String {
    guard let rows else { return codes.map(String.init).joined(separator: " ") }
    var rest = codes[...]
    return rows.map { row in
      row.map { $0 ? rest.popFirst().map(String.init) ?? "?" : "." }.joined(separator: " ")
    }.joined(separator: " / ")
  }
}

extension PairVocabulary {
  /// The first merged tokens, at most so many.
  public func mergedTokens(atMost limit: Int) -> [MergedToken] {
    switch merges {
    case .sequences(let table):
      table.merges.prefix(limit).map { merge in
        MergedToken(
          token: merge.result, first: merge.left, second: merge.right,
          codes: Array(table.codes(of: merge.result)), rows: nil)
      }
    case .grids(let grids):
      grids.merges.prefix(limit).enumerated().compactMap { rank, merge in
        let token = grids.token(ofRank: rank)
        return grids.shape(of: token).map { shape in
          MergedToken(
            token: token, first: merge.first, second: merge.second,
            codes: shape.cells.map(\.code), rows: shape.rows)
        }
      }
    case .flattenedGrids(let flattened):
      flattened.merges.prefix(limit).enumerated().map { rank, merge in
        MergedToken(
          token: UInt32(flattened.alphabetSize + rank), first: merge.left, second: merge.right,
          codes: [], rows: nil)
      }
    }
  }
}

extension TokenShape {
  /// Which cells of the box around the shape it has, `[height][width]`.
  var rows: [[Bool]] {
    let left = cells.map(\.offset.column).min() ?? 0
    var rows = Array(repeating: Array(repeating: false, count: width), count: height)
    for cell in cells { rows[cell.offset.row][cell.offset.column - left] = true }
    return rows
  }
}
