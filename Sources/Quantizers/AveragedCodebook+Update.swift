import Layers
public import Tensors

extension AveragedCodebook {
  /// Chooses what takes the places of dead codes.
  ///
  /// - Parameters:
  ///   - dead: the dead codes of one codebook, rising.
  ///   - rowCount: how many rows there are to choose from.
  /// - Returns: replacements in the order in which they are made.
  package typealias Choice = (_ dead: [Int], _ rowCount: Int) -> [CodeReplacement]

  /// Moves the code vectors towards the vectors of a batch.
  ///
  /// With N and S the number and the sum of the vectors that took a code: n ← n + (1 − decay)(N − n),
  /// s ← s + (1 − decay)(S − s), and the code vector becomes s / ñ with
  /// ñ = (n + ε) / (Σn + size · ε) · Σn. After that a code with n below the least becomes a row of
  /// the batch, its n the least and its s as many times the row.
  ///
  /// - Parameters:
  ///   - rows: what the codebooks saw, `[codebook, row, dimension]`.
  ///   - codes: what the rows were coded as, `[codebook, row]`.
  ///   - averaging: the pace.
  ///   - choose: replaces dead codes, codebook after codebook.
  /// - Returns: what was replaced, a list a codebook.
  @discardableResult
  package mutating func update(
    rows: Tensor, codes: [Int], by averaging: CodebookAveraging, choosing choose: Choice
  ) -> [[CodeReplacement]] {
    let rowCount = rows.shape[1]
    precondition(
      rows.shape.count == 3 && rows.shape[0] == vectors.shape[0]
        && rows.shape[2] == vectors.shape[2] && codes.count == rows.shape[0] * rowCount,
      "\(codes.count) codes of \(rows.shape) for codebooks of \(vectors.shape)")
    var averages = (0..<rows.shape[0]).map { index in
      CodeAverages(
        vectors: matrix(vectors.value, index), sums: matrix(sums.value, index),
        clusterSizes: Array(
          clusterSizes.value.elements[index * vectors.shape[1]..<(index + 1) * vectors.shape[1]]))
    }
    let replacements = averages.indices.map { index in
      let batch = matrix(rows, index)
      averages[index].follow(
        batch, codes: codes[index * rowCount..<(index + 1) * rowCount].map { Int32($0) },
        by: averaging, distance: distance)
      let chosen = choose(averages[index].dead(below: averaging.leastClusterSize), rowCount)
      averages[index].replace(chosen, from: batch, clusterSize: averaging.leastClusterSize)
      return chosen
    }
    replaceState(
      vectors: Tensor(shape: vectors.shape, elements: averages.flatMap(\.vectors.elements)),
      clusterSizes: Tensor(shape: clusterSizes.shape, elements: averages.flatMap(\.clusterSizes)),
      sums: Tensor(shape: sums.shape, elements: averages.flatMap(\.sums.elements)))
    return replacements
  }

  /// Moves the code vectors towards the vectors of a batch; rows for dead codes are drawn.
  ///
  /// - Parameters:
  ///   - rows: what the codebooks saw, `[codebook, row, dimension]`.
  ///   - codes: what the rows were coded as, `[codebook, row]`.
  ///   - averaging: the pace.
  ///   - generator: the only source of chance.
  /// - Returns: what was replaced, a list a codebook.
  @discardableResult
  public mutating func update(
    rows: Tensor, codes: [Int], by averaging: CodebookAveraging,
    using generator: inout SeededGenerator
  ) -> [[CodeReplacement]] {
    var random = generator
    defer { generator = random }
    return update(rows: rows, codes: codes, by: averaging) { dead, rowCount in
      CodeReplacement.drawn(for: dead, rowCount: rowCount, using: &random)
    }
  }
}
