/// One merged token of a vocabulary, to be shown.
public struct MergedToken: Hashable, Sendable, Encodable, CustomStringConvertible {
  /// The token.
  public let token: UInt32
  /// The two tokens that are merged into it.
  public let first: UInt32
  /// The second of them.
  public let second: UInt32
  /// The base codes it stands for, of grids in the order of `cells`; none where the vocabulary cannot
  /// say.
  public let codes: [UInt32]
  /// Where each code lies on the grid, `[row, column]` seen from the first one; nil for sequences.
  public let cells: [[Int]]?

  private static let shownCodes = 64
  private static let shownArea = 256

  /// The codes, of a small shape row by row with `/` between rows and `.` where there is no cell; long
  /// ones are cut.
  public var description: String {
    if let rows { return rows.map { $0.joined(separator: " ") }.joined(separator: " / ") }
    let shown = codes.prefix(Self.shownCodes).map(String.init).joined(separator: " ")
    return codes.count > Self.shownCodes ? shown + " … \(codes.count) in all" : shown
  }

  /// The texts in the box around the shape; nil where it is large.
  private var rows: [[String]]? {
    guard let cells, let left = cells.lazy.map({ $0[1] }).min(),
      let right = cells.lazy.map({ $0[1] }).max(), let bottom = cells.last?[0],
      (right - left + 1) * (bottom + 1) <= Self.shownArea
    else { return nil }
    var rows = Array(
      repeating: Array(repeating: ".", count: right - left + 1), count: bottom + 1)
    for (cell, code) in zip(cells, codes) { rows[cell[0]][cell[1] - left] = String(code) }
    return rows
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
          codes: Array(table.codes(of: merge.result)), cells: nil)
      }
    case .grids(let grids):
      grids.merges.prefix(limit).enumerated().compactMap { rank, merge in
        let token = grids.token(ofRank: rank)
        return grids.shape(of: token).map { shape in
          MergedToken(
            token: token, first: merge.first, second: merge.second,
            codes: shape.cells.map(\.code),
            cells: shape.cells.map { [$0.offset.row, $0.offset.column] })
        }
      }
    case .flattenedGrids(let flattened):
      flattened.merges.prefix(limit).enumerated().map { rank, merge in
        MergedToken(
          token: UInt32(flattened.alphabetSize + rank), first: merge.left, second: merge.right,
          codes: [], cells: nil)
      }
    }
  }
}
