import Exports
import PairEncoding
import TokenStreams

/// The codes of an input that are learned from or counted: of all items, or of a sample that fits.
struct CodesInMemory {
  enum Items {
    case sequences(TokenSequences)
    case grids([TokenGrid])
  }

  let items: Items
  /// How many items there were before the sample was drawn.
  let seenItemCount: Int
  /// How many codes they had.
  let seenCodeCount: Int
  /// How many base codes the largest one of them needs, in the sample or not.
  let leastAlphabetSize: Int

  /// Reads an input; all of it where it certainly fits the limit, else a sample.
  ///
  /// - Throws: what is wrong with the files; items that are no grids, where grids are asked for.
  init(_ input: TokenInput, asGrids: Bool, codeLimit: Int, seed: UInt64) throws {
    if input.mostTokenCount <= codeLimit {
      items = asGrids ? .grids(try input.grids()) : .sequences(try input.sequences())
      (seenItemCount, seenCodeCount) = (Self.itemCount(items), Self.codeCount(items))
      leastAlphabetSize = Int(Self.largestCode(items)) + 1
    } else {
      if asGrids, !input.holdsGrids { throw PairJobError.noGrids }
      var sample = try BoundedSample<TokenRecord>(codeLimit: codeLimit, seed: seed)
      var largest: UInt32 = 0
      try input.forEach(asGrids: asGrids) { record in
        largest = max(largest, record.tokens.max() ?? 0)
        sample.add(record, codeCount: record.tokens.count, start: Self.start)
      }
      items = try Self.items(sample.items, asGrids: asGrids)
      (seenItemCount, seenCodeCount) = (sample.seenItemCount, sample.seenCodeCount)
      leastAlphabetSize = Int(largest) + 1
    }
  }

  private static func items(_ records: [TokenRecord], asGrids: Bool) throws -> Items {
    guard asGrids else { return .sequences(TokenSequences(records.lazy.map(\.tokens))) }
    return .grids(
      try records.map {
        try TokenGrid(height: $0.rowCount, width: $0.rowLength, tokens: $0.tokens)
      })
  }

  /// The first whole rows of an item that do not exceed a limit; of a row that does, its first codes.
  private static func start(
    of record: TokenRecord, codeLimit: Int
  ) -> (item: TokenRecord, codeCount: Int) {
    let rowCount = max(codeLimit / max(record.rowLength, 1), 1)
    let tokens = Array(record.tokens.prefix(min(rowCount * record.rowLength, codeLimit)))
    return (record.replacingTokens(with: tokens, rowCount: rowCount), tokens.count)
  }

  /// How many items are learned from.
  var itemCount: Int { Self.itemCount(items) }

  /// How many codes they have.
  var codeCount: Int { Self.codeCount(items) }

  private static func largestCode(_ items: Items) -> UInt32 {
    let largest =
      switch items {
      case .sequences(let sequences): sequences.tokens.max()
      case .grids(let grids): grids.lazy.compactMap { $0.tokens.max() }.max()
      }
    return largest ?? 0
  }

  private static func itemCount(_ items: Items) -> Int {
    switch items {
    case .sequences(let sequences): sequences.count
    case .grids(let grids): grids.count
    }
  }

  private static func codeCount(_ items: Items) -> Int {
    switch items {
    case .sequences(let sequences): sequences.tokens.count
    case .grids(let grids): grids.reduce(0) { $0 + $1.tokens.count }
    }
  }
}
