/// Why a merge cannot stand in a vocabulary.
public enum MergeFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// It refers to a token that is made later, by itself, or never.
  case unknownToken(UInt32)
  /// The second anchor would come before the first in raster order, or lie on it.
  case secondComesFirst(CellOffset)
  /// The two shapes have a cell in common.
  case overlapping
  /// No cell of one shape touches a cell of the other by a side.
  case apart
  /// The left token is not the smaller one, which the published flattening never merges.
  case descending(UInt32, UInt32)
  /// The joined shape has too many cells.
  case tooManyCells(Int)
  /// The shapes of all merges so far have too many cells together.
  case shapesTooLarge
  /// An earlier merge takes the same two tokens at the same offset.
  case repeats(rank: Int)

  /// What is wrong.
  public var description: String {
    switch self {
    case .unknownToken(let token):
      "it refers to token \(token), which no base code and no earlier merge is"
    case .secondComesFirst(let offset):
      "its offset of \(offset.row) rows and \(offset.column) columns puts the second token before "
        + "the first"
    case .overlapping: "its two tokens overlap at that offset"
    case .apart: "its two tokens do not touch at that offset"
    case .descending(let left, let right):
      "token \(left) before token \(right) is not in ascending order, as the published rule has it"
    case .tooManyCells(let count):
      "its token would cover \(count) cells; at most \(ShapeTable.cellLimit) are supported"
    case .shapesTooLarge:
      "the shapes so far have more than \(ShapeTable.totalCellLimit) cells together"
    case .repeats(let rank): "it repeats merge \(rank)"
    }
  }
}

/// Why tokens do not fill a grid.
public enum PlacementFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The vocabulary has no such token.
  case unknownToken(UInt32)
  /// The token reaches over the grid's edge when its anchor is placed at this cell.
  case outside(UInt32, row: Int, column: Int)
  /// The token needs a cell that another token has, when its anchor is placed at this cell.
  case overlapping(UInt32, row: Int, column: Int)
  /// Every cell is filled already.
  case noCellLeft(UInt32)
  /// All tokens together have fewer cells than the grid.
  case tooFewCells(covered: Int, needed: Int)

  /// What is wrong.
  public var description: String {
    switch self {
    case .unknownToken(let token): "token \(token) is not in the vocabulary"
    case .outside(let token, let row, let column):
      "token \(token), placed at row \(row), column \(column), reaches over the edge of the grid"
    case .overlapping(let token, let row, let column):
      "token \(token), placed at row \(row), column \(column), covers a cell that is filled already"
    case .noCellLeft(let token): "token \(token) finds every cell filled already"
    case .tooFewCells(let covered, let needed):
      "the tokens end after \(covered) of \(needed) cells"
    }
  }
}

/// What pair encoding of grids refuses.
public enum GridPairError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A vocabulary has no base codes, or more than 2^24.
  case impossibleAlphabet(size: Int)
  /// A merge contradicts the ones before it.
  case invalidMerge(rank: Int, MergeFault)
  /// A grid holds a code that is no base code of the vocabulary.
  case unknownCode(grid: Int, row: Int, column: Int, code: UInt32, alphabetSize: Int)
  /// There is nothing to train on.
  case noGrids
  /// There are more cells than can be counted at once.
  case tooManyCells(Int)
  /// A grid of such a size cannot be.
  case impossibleExtent(grid: Int, height: Int, width: Int)
  /// Tokens do not fill their grid; `position` is the token's index, or the count of tokens where
  /// they end too soon.
  case undecodable(grid: Int, position: Int, PlacementFault)
  /// There are not as many extents as sequences.
  case wrongExtentCount(sequences: Int, extents: Int)
  /// An option is outside its range.
  case impossibleOption(name: String, value: String, range: String)
  /// Codes that were flattened by the published rule cannot be put back in their places.
  case notReversible

  /// The most cells, rows' ends included, that are trained on or encoded at once.
  static let cellLimit = 1 << 30

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .impossibleAlphabet(let size):
      "\(size) base codes: a vocabulary has 1 to \(GridVocabulary.alphabetLimit)"
    case .invalidMerge(let rank, let fault):
      "merge \(rank) cannot be: \(fault); the list of merges is damaged or out of order"
    case .unknownCode(let grid, let row, let column, let code, let alphabetSize):
      "grid \(grid), row \(row), column \(column): code \(code) is outside 0..<\(alphabetSize); "
        + "use the vocabulary of the tokenizer that made the grid"
    case .noGrids: "there are no grids to train on"
    case .tooManyCells(let count):
      "\(count) cells and the ends of their rows are more than \(Self.cellLimit); take a sample or "
        + "smaller parts"
    case .impossibleExtent(let grid, let height, let width):
      "grid \(grid): a grid of \(height) rows and \(width) columns cannot be"
    case .undecodable(let grid, let position, let fault):
      "grid \(grid), position \(position): \(fault); check the vocabulary and the grid's size"
    case .wrongExtentCount(let sequences, let extents):
      "\(sequences) sequences need as many grid sizes, not \(extents)"
    case .impossibleOption(let name, let value, let range):
      "\(name) is \(value); it must be \(range)"
    case .notReversible:
      "the published flattening keeps no positions and cannot be decoded; train a two-dimensional "
        + "vocabulary for codes that must come back"
    }
  }
}
