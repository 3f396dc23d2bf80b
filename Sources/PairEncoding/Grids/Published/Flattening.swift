import Threads
import TokenStreams

/// The first merge of the published rule, after which a grid is one row.
struct Flattening: Sendable {
  let alphabetSize: Int
  /// The first merge of all, if there is one.
  let first: FlattenedVisualMerges.Merge?

  /// Every grid as a single row, with the next token after the base codes for the first merge.
  ///
  /// - Throws: `GridPairError.unknownCode`.
  func rows(of grids: [TokenGrid]) throws(GridPairError) -> [TokenGrid] {
    let block = 64
    let parts = Parallel.map(count: (grids.count + block - 1) / block) { index in
      Result { () throws(GridPairError) in
        var rows: [TokenGrid] = []
        for number in index * block..<min((index + 1) * block, grids.count) {
          rows.append(try row(of: grids[number], number: number))
        }
        return rows
      }
    }
    var rows: [TokenGrid] = []
    for part in parts { rows += try part.get() }
    return rows
  }

  /// Goes through the grid in raster order: a left code whose right neighbour is the right code takes it,
  /// or else the one below; what was taken is left out.
  private func row(of grid: TokenGrid, number: Int) throws(GridPairError) -> TokenGrid {
    let codes = grid.tokens
    if let position = codes.firstIndex(where: { $0 >= alphabetSize }) {
      throw UnknownCode.error(in: grid, grid: number, position: position, alphabetSize)
    }
    var isTaken = [Bool](repeating: false, count: codes.count)
    var tokens: [UInt32] = []
    for cell in codes.indices where !isTaken[cell] {
      let neighbours = [
        cell % grid.width + 1 < grid.width ? cell + 1 : codes.count, cell + grid.width,
      ]
      let taken = neighbours.first { other in
        codes[cell] == first?.left && other < codes.count && codes[other] == first?.right
          && !isTaken[other]
      }
      if let taken { isTaken[taken] = true }
      tokens.append(taken == nil ? codes[cell] : UInt32(alphabetSize))
    }
    do {
      return try TokenGrid(height: 1, width: tokens.count, tokens: tokens)
    } catch {
      throw .impossibleExtent(grid: number, height: 1, width: tokens.count)
    }
  }
}
