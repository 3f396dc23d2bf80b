package import Tensors

/// Where the heads of a batch of sequences stand: inside each position, or outside the sequences.
///
/// Codes are `[batch, position, head]`. Codebooks see rows: with a codebook a head
/// `[head][batch, position]`, with a shared one `[1][batch, head, position]`.
package struct HeadLayout: Equatable, Sendable {
  let batch: Int
  let positionCount: Int
  let headCount: Int
  let codebookCount: Int

  /// The layout of `[batch, position, …]` sequences.
  package init(_ shape: VectorQuantizerShape, batch: Int, positionCount: Int) {
    self.batch = batch
    self.positionCount = positionCount
    headCount = shape.headCount
    codebookCount = shape.codebookCount
  }

  private var hasSeparateCodebooks: Bool { codebookCount == headCount }

  /// Rows that a codebook sees.
  package var rowCount: Int { batch * positionCount * headCount / codebookCount }

  /// `[batch, position, head · d]` to `[codebook, row, d]`.
  package func rows(of sequences: Tensor) -> Tensor {
    let width = sequences.shape[2] / headCount
    return sequences.reshaped([batch, positionCount, headCount, width])
      .permuted(hasSeparateCodebooks ? [2, 0, 1, 3] : [0, 2, 1, 3])
      .reshaped([codebookCount, rowCount, width])
  }

  /// `[codebook, row, d]` to `[batch, position, head · d]`.
  package func sequences(of rows: Tensor) -> Tensor {
    let width = rows.shape[2]
    let split =
      hasSeparateCodebooks
      ? rows.reshaped([headCount, batch, positionCount, width]).permuted([1, 2, 0, 3])
      : rows.reshaped([batch, headCount, positionCount, width]).permuted([0, 2, 1, 3])
    return split.reshaped([batch, positionCount, headCount * width])
  }

  /// Elements `[codebook, row]` in the order `[batch, position, head]`.
  package func byPosition<Element>(_ byRow: [Element]) -> [Element] {
    places.map { byRow[$0] }
  }

  /// Elements `[batch, position, head]` in the order `[codebook, row]`.
  package func byRow<Element>(_ byPosition: [Element]) -> [Element] {
    var result = byPosition
    for (place, row) in places.enumerated() { result[row] = byPosition[place] }
    return result
  }

  /// Which row each `[batch, position, head]` is, counted through all codebooks.
  private var places: [Int] {
    (0..<batch).flatMap { item in
      (0..<positionCount).flatMap { position in
        (0..<headCount).map { head in
          hasSeparateCodebooks
            ? (head * batch + item) * positionCount + position
            : (item * headCount + head) * positionCount + position
        }
      }
    }
  }
}
