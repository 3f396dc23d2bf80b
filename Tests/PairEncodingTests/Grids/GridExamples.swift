import PairEncoding
import Tensors
import TokenStreams

/// Small grids of every kind, and vocabularies that nobody trained.
enum GridExamples {
  /// Grids of mixed sizes, single cells, rows and columns among them, over a small alphabet.
  static func grids(_ count: Int, alphabetSize: Int, seed: UInt64) throws -> [TokenGrid] {
    var generator = SeededGenerator(seed: seed)
    return try (0..<count).map { _ in
      let (height, width) =
        switch generator.index(below: 8) {
        case 0: (1, 1)
        case 1: (1, 1 + generator.index(below: 12))
        case 2: (1 + generator.index(below: 12), 1)
        default: (1 + generator.index(below: 7), 1 + generator.index(below: 7))
        }
      return try grid(height, width, alphabetSize: alphabetSize, using: &generator)
    }
  }

  /// A grid of noise, one code, runs, stripes or tiles.
  static func grid(
    _ height: Int, _ width: Int, alphabetSize: Int, using generator: inout SeededGenerator
  ) throws -> TokenGrid {
    let kind = generator.index(below: 6)
    let code = UInt32(generator.index(below: alphabetSize))
    let period = 1 + generator.index(below: 3)
    let tokens = (0..<height * width).map { cell -> UInt32 in
      let (row, column) = (cell / width, cell % width)
      return switch kind {
      case 0: code
      case 1: UInt32((row / period) % alphabetSize)
      case 2: UInt32((column / period) % alphabetSize)
      case 3: UInt32((row / period + column / period) % alphabetSize)
      case 4: generator.index(below: 5) > 0 ? code : UInt32(generator.index(below: alphabetSize))
      default: UInt32(generator.index(below: alphabetSize))
      }
    }
    return try TokenGrid(height: height, width: width, tokens: tokens)
  }

  /// Merges of tokens drawn at random, at offsets drawn at random among those where they touch.
  static func vocabulary(
    alphabetSize: Int, mergeCount: Int, seed: UInt64
  ) throws -> GridVocabulary {
    var generator = SeededGenerator(seed: seed)
    var vocabulary = try GridVocabulary(alphabetSize: alphabetSize)
    while vocabulary.merges.count < mergeCount {
      let merge = GridMerge(
        first: UInt32(generator.index(below: vocabulary.count)),
        second: UInt32(generator.index(below: vocabulary.count)),
        offset: CellOffset(
          row: generator.index(below: 4), column: generator.index(below: 9) - 4))
      if let larger = try? GridVocabulary(
        alphabetSize: alphabetSize, merges: vocabulary.merges + [merge])
      {
        vocabulary = larger
      }
    }
    return vocabulary
  }

  /// A grid from rows of digits.
  static func grid(_ rows: String...) throws -> TokenGrid {
    try TokenGrid(
      height: rows.count, width: rows.first?.count ?? 0,
      tokens: rows.joined().compactMap { $0.hexDigitValue.map { UInt32($0) } })
  }
}

extension GridMerge {
  /// A merge from four numbers.
  init(_ first: UInt32, _ second: UInt32, _ row: Int, _ column: Int) {
    self.init(first: first, second: second, offset: CellOffset(row: row, column: column))
  }
}
