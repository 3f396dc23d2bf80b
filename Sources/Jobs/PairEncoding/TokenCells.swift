import Exports
import PairEncoding
import TokenStreams

/// Where the codes of a merged token lie on a grid of positions.
struct TokenCells {
  let height: Int
  let width: Int
  /// The codes at each position, the first codebooks' first, `[height * width]`; none where the token
  /// has no codes, or none that can be decoded.
  let codes: [[UInt32]]

  /// Lays a token out: that of grids as its shape, that of sequences as one row of positions.
  ///
  /// - Parameters:
  ///   - token: a token whose codes are known; of one that is too large to be drawn nothing is laid out.
  ///   - offsets: the first token of each codebook, ascending, where codebooks are interleaved.
  init(_ token: MergedToken, offsets: [Int]) {
    if let cells = token.cells {
      let left = cells.lazy.map { $0[1] }.min() ?? 0
      height = (cells.last?[0] ?? 0) + 1
      width = (cells.lazy.map { $0[1] }.max() ?? 0) - left + 1
      guard height <= Self.mostPositions, width <= Self.mostPositions / height else {
        codes = []
        return
      }
      var codes = [[UInt32]](repeating: [], count: height * width)
      for (cell, code) in zip(cells, token.codes) {
        codes[cell[0] * width + cell[1] - left] = [code]
      }
      self.codes = codes
    } else {
      let positions = Self.positions(of: token.codes, offsets: offsets)
      (height, width) = (1, positions.count)
      codes = positions.count <= Self.mostPositions ? positions : []
    }
  }

  /// The most positions that are drawn of a token, in the box around it.
  private static let mostPositions = 1 << 12

  /// Positions of interleaved codes; the first one may lack its first codebooks, and is empty then.
  private static func positions(of codes: [UInt32], offsets: [Int]) -> [[UInt32]] {
    var positions: [[UInt32]] = []
    var lastStage = Int.max
    for code in codes {
      let stage = (offsets.lastIndex { $0 <= Int(code) }) ?? 0
      if stage <= lastStage { positions.append([]) }
      lastStage = stage
      guard let last = positions.indices.last, positions[last].count == stage else { continue }
      positions[last].append(code - UInt32(offsets[stage]))
    }
    return positions
  }

  /// Whether no position can be decoded.
  var isEmpty: Bool { codes.allSatisfy(\.isEmpty) }

  /// The codes at each position, at empty ones those of the nearest that has some, so that a decoder
  /// which looks at neighbours sees nothing foreign.
  var filled: [[UInt32]] {
    let covered = codes.indices.filter { !codes[$0].isEmpty }
    return codes.indices.map { place in
      guard codes[place].isEmpty else { return codes[place] }
      return covered.min { distance(place, $0) < distance(place, $1) }.map { codes[$0] } ?? []
    }
  }

  private func distance(_ one: Int, _ other: Int) -> Int {
    abs(one / width - other / width) + abs(one % width - other % width)
  }
}
