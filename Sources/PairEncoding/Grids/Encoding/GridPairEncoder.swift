import Threads
public import TokenStreams

/// Writes grids as the tokens of a vocabulary, and reads them back.
///
/// A grid is written in raster order of its tokens' anchors; positions are not stored. It is read back by
/// placing each token's anchor at the first empty cell: all cells before the next anchor belong to tokens
/// written earlier, so that cell is where the token was. With height and width the exact grid returns,
/// whatever its size and however its tokens were chosen.
public struct GridPairEncoder: Sendable {
  /// The base codes and merges.
  public let vocabulary: GridVocabulary
  private let table: GridMergeRanks
  private let cover: ShapeCover

  /// Cells that one thread encodes at a time, at least.
  private static let blockSize = 1 << 16

  /// Prepares tables for a vocabulary.
  public init(_ vocabulary: GridVocabulary) {
    self.vocabulary = vocabulary
    table = GridMergeRanks(vocabulary.merges)
    cover = ShapeCover(vocabulary)
  }

  /// The tokens of one grid.
  ///
  /// - Throws: `GridPairError.unknownCode`, `GridPairError.tooManyCells`,
  ///   `GridPairError.impossibleOption` for a probability outside 0...1.
  public func encode(
    _ grid: TokenGrid, mode: GridEncodingMode = .mergeOrder
  ) throws(GridPairError) -> [UInt32] {
    try encode([grid], mode: mode).tokens
  }

  /// The tokens of many grids, on all threads, one sequence a grid.
  ///
  /// - Parameters:
  ///   - grids: base codes, of any sizes.
  ///   - mode: how they are covered by tokens.
  ///   - firstIndex: the index of the first grid in a larger set of which these are a part; it matters for
  ///     dropout only.
  /// - Returns: as many sequences, none of them longer than its grid has cells.
  /// - Throws: `GridPairError.unknownCode`, `GridPairError.tooManyCells`,
  ///   `GridPairError.impossibleOption` for a probability outside 0...1.
  public func encode(
    _ grids: [TokenGrid], mode: GridEncodingMode = .mergeOrder, firstIndex: Int = 0
  ) throws(GridPairError) -> TokenSequences {
    try mode.check()
    let blocks = Self.blocks(of: grids.map(\.tokens.count))
    let parts = Parallel.map(count: blocks.count) { index in
      encode(grids, blocks[index], mode: mode, firstIndex: firstIndex)
    }
    var sequences = TokenSequences()
    sequences.reserveCapacity(
      sequences: grids.count,
      tokens: parts.reduce(0) { $0 + ((try? $1.get().tokens.count) ?? 0) })
    for part in parts {
      let part = try part.get()
      for index in 0..<part.count { sequences.append(part[index]) }
    }
    return sequences
  }

  /// The grid that tokens stand for.
  ///
  /// - Throws: `GridPairError.impossibleExtent`; `GridPairError.undecodable` for an unknown token, one that
  ///   reaches over the edge or onto a filled cell, and for too many or too few tokens.
  public func decode(
    _ tokens: some Collection<UInt32>, height: Int, width: Int
  ) throws(GridPairError) -> TokenGrid {
    try GridPlacement.grid(
      of: tokens, height: height, width: width, number: 0, shapes: vocabulary.shapes)
  }

  /// The grids that sequences of tokens stand for, given the height and width of each, on all threads.
  ///
  /// - Throws: `GridPairError.wrongExtentCount`, and what decoding one grid throws.
  public func decode(
    _ sequences: TokenSequences, extents: [(height: Int, width: Int)]
  ) throws(GridPairError) -> [TokenGrid] {
    guard extents.count == sequences.count else {
      throw .wrongExtentCount(sequences: sequences.count, extents: extents.count)
    }
    let blocks = Self.blocks(of: (0..<sequences.count).map { sequences[$0].count })
    let parts = Parallel.map(count: blocks.count) { index in
      Result { () throws(GridPairError) in
        var grids: [TokenGrid] = []
        for number in blocks[index] {
          grids.append(
            try GridPlacement.grid(
              of: sequences[number], height: extents[number].height,
              width: extents[number].width, number: number, shapes: vocabulary.shapes))
        }
        return grids
      }
    }
    var grids: [TokenGrid] = []
    for part in parts { grids += try part.get() }
    return grids
  }

  /// Whether tokens are the ones that a grid of this size is encoded as; false also for tokens that no
  /// grid is encoded as.
  public func isCanonical(
    _ tokens: some Collection<UInt32>, height: Int, width: Int,
    mode: GridEncodingMode = .mergeOrder
  ) -> Bool {
    guard let grid = try? decode(tokens, height: height, width: width),
      let canonical = try? encode(grid, mode: mode)
    else { return false }
    return canonical.elementsEqual(tokens)
  }

  /// Whether each sequence of tokens is the one that a grid of the extent given is encoded as, on all
  /// threads.
  ///
  /// - Throws: `GridPairError.wrongExtentCount`.
  public func areCanonical(
    _ sequences: TokenSequences, extents: [(height: Int, width: Int)],
    mode: GridEncodingMode = .mergeOrder
  ) throws(GridPairError) -> [Bool] {
    guard extents.count == sequences.count else {
      throw .wrongExtentCount(sequences: sequences.count, extents: extents.count)
    }
    let blocks = Self.blocks(of: (0..<sequences.count).map { sequences[$0].count })
    return Parallel.map(count: blocks.count) { index in
      blocks[index].map { number in
        isCanonical(
          sequences[number], height: extents[number].height, width: extents[number].width,
          mode: mode)
      }
    }.flatMap(\.self)
  }

  private func encode(
    _ grids: [TokenGrid], _ block: Range<Int>, mode: GridEncodingMode, firstIndex: Int
  ) -> Result<TokenSequences, GridPairError> {
    Result { () throws(GridPairError) in
      let board = EncodingBoard(vocabulary, table)
      var sequences = TokenSequences()
      var tokens: [UInt32] = []
      for number in block {
        let grid = grids[number]
        if let position = grid.tokens.firstIndex(where: { $0 >= vocabulary.alphabetSize }) {
          throw UnknownCode.error(
            in: grid, grid: number, position: position, vocabulary.alphabetSize)
        }
        tokens.removeAll(keepingCapacity: true)
        switch mode {
        case .mergeOrder: try board.encode(grid, into: &tokens) { _, _ in false }
        case .dropout(let probability, let seed):
          let draw = DropoutDraw(probability: probability, seed: seed, grid: firstIndex &+ number)
          try board.encode(grid, into: &tokens, drops: draw.drops)
        case .largestShapeFirst: cover.encode(grid, into: &tokens)
        }
        sequences.append(tokens)
      }
      return sequences
    }
  }

  /// Runs of grids with enough cells to be worth a thread's while, which depend on the grids alone.
  private static func blocks(of sizes: [Int]) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    var (start, sum) = (0, 0)
    for (index, size) in sizes.enumerated() {
      sum += size
      guard sum >= blockSize || index == sizes.count - 1 else { continue }
      blocks.append(start..<index + 1)
      (start, sum) = (index + 1, 0)
    }
    return blocks
  }
}
