import Glibc
import PairEncoding
import TokenStreams

/// A training that counts all pairs of all grids before each merge.
struct ReferenceTraining {
  private struct TokenPair: Hashable {
    let first: UInt32
    let second: UInt32
  }

  let alphabetSize: Int
  let options: GridPairTrainingOptions
  private(set) var boards: [ReferenceBoard]
  private(set) var merges: [GridMerge] = []
  private(set) var frequencies: [Int] = []
  private var consistency: [TokenPair: Float] = [:]

  init(_ grids: [TokenGrid], alphabetSize: Int, options: GridPairTrainingOptions) {
    self.alphabetSize = alphabetSize
    self.options = options
    boards = grids.map(ReferenceBoard.init)
    judgePairs()
    while merges.count < options.mergeCount, !hasReachedTarget, let best = best() {
      let token = UInt32(alphabetSize + merges.count)
      merges.append(best)
      var count = 0
      for index in boards.indices { count += boards[index].apply(best, becoming: token) }
      frequencies.append(count)
      judgePairs()
    }
  }

  private var cellCount: Int { boards.reduce(0) { $0 + $1.grid.tokens.count } }

  private var hasReachedTarget: Bool {
    let tokenCount = boards.reduce(0) { $0 + $1.pieces.count }
    return options.targetCompression.map { Double(cellCount) / Double(tokenCount) >= $0 } ?? false
  }

  private func best() -> GridMerge? {
    var counts: [GridMerge: Int] = [:]
    for board in boards {
      for merge in Set(board.pairs().map(\.merge)) {
        counts[merge, default: 0] += board.applications(of: merge).count
      }
    }
    let admitted = counts.filter { $0.value >= options.minimumFrequency && isAdmitted($0.key) }
    return admitted.max { left, right in
      let (one, two) = (priority(left), priority(right))
      return one == two ? right.key < left.key : one < two
    }?.key
  }

  private func isAdmitted(_ merge: GridMerge) -> Bool {
    guard
      let vocabulary = try? GridVocabulary(alphabetSize: alphabetSize, merges: merges + [merge]),
      let shape = vocabulary.shape(of: UInt32(vocabulary.count - 1))
    else { return false }
    return shape.cells.count <= options.maximumCells
      && (options.shapes == .any || shape.isRectangle)
  }

  private func priority(_ pair: (key: GridMerge, value: Int)) -> Double {
    guard case .consistency(let weight, _) = options.priority else { return Double(pair.value) }
    let tokens = TokenPair(first: pair.key.first, second: pair.key.second)
    return Double(pair.value)
      + weight * Double(cellCount) * Double(consistency[tokens, default: 0])
  }

  /// Takes the consistency of pairs that were not there before.
  private mutating func judgePairs() {
    guard case .consistency(_, let deviation) = options.priority else { return }
    var offsets: [TokenPair: [CellOffset: Int]] = [:]
    for merge in boards.flatMap({ $0.pairs().map(\.merge) }) {
      offsets[TokenPair(first: merge.first, second: merge.second), default: [:]][
        merge.offset, default: 0] += 1
    }
    for (pair, counts) in offsets where consistency[pair] == nil {
      let ordered = counts.sorted { $0.key < $1.key }
      let total = Double(ordered.reduce(0) { $0 + $1.value })
      let row = ordered.reduce(0.0) { $0 + Double($1.value) * Double($1.key.row) } / total
      let column = ordered.reduce(0.0) { $0 + Double($1.value) * Double($1.key.column) } / total
      let sum = ordered.reduce(0.0) { sum, offset in
        let (down, right) = (Double(offset.key.row) - row, Double(offset.key.column) - column)
        return sum + Double(offset.value)
          * exp(-(down * down + right * right) / (2 * deviation * deviation))
      }
      consistency[pair] = Float(sum / total)
    }
  }
}
