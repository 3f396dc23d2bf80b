import Quantizers
import Tensors
import Threads

/// Every score of a quantizer's search, in double precision, laid out as the reference has them.
struct CodeSearch {
  let layout: HeadLayout
  /// The reference's axes of codes: `[batch, position]`, and a last one of heads if there are several.
  let codesShape: [Int]
  private let quantizer: VectorQuantizer
  private let projected: Tensor
  /// The reference's axes before the codes: `[codebook, batch, position]`, heads that share a
  /// codebook being more of the batch.
  private let rowShape: [Int]

  init(_ input: Tensor, _ quantizer: VectorQuantizer) {
    let shape = quantizer.shape
    self.quantizer = quantizer
    layout = quantizer.layout(of: input)
    codesShape = Array(input.shape.prefix(2)) + (shape.headCount > 1 ? [shape.headCount] : [])
    projected = quantizer.projected(input)
    let sharing = shape.headCount / shape.codebookCount
    rowShape = [shape.codebookCount, input.shape[0] * sharing, input.shape[1]]
  }

  /// Adds the search's own tensors.
  func add(to findings: inout GoldenFindings) {
    let searched = quantizer.searched(projected)
    let scores = scores(of: searched)
    let all = Tensor(
      shape: rowShape + [quantizer.shape.codebookSize], elements: scores.joined().map { Float($0) })
    findings.add("projected", projected)
    switch quantizer.shape.distance {
    case .euclidean:
      findings.add("distance", all)
      add(margins: scores, to: &findings)
    case .cosine:
      findings.add("similarity", all)
      add(margins: scores.map { $0.map { -$0 } }, to: &findings)
      let extents = quantizer.shape.headCount > 1 ? rowShape : Array(rowShape.dropFirst())
      findings.add("normalised", searched.reshaped(extents + [quantizer.shape.codeDimension]))
    }
  }

  private func add(margins distances: [[Double]], to findings: inout GoldenFindings) {
    findings.add("margin", Tensor(shape: rowShape, elements: distances.map(CodeMargins.gap)))
  }

  /// The scores of every code for `[codebook, row, codeDimension]`: `[codebook, row][code]`.
  private func scores(of searched: Tensor) -> [[Double]] {
    let tables = quantizer.searchTables().map { CodeMargins.rows(of: $0.vectors) }
    let rows = CodeMargins.rows(of: searched)
    let (rowCount, distance) = (layout.rowCount, quantizer.shape.distance)
    return Parallel.map(count: rows.count) { row in
      let table = tables[row / rowCount]
      return switch distance {
      case .euclidean:
        // Clamped before the root, as the reference does.
        CodeMargins.squaredDistances(rows[row], to: table).map { max($0, 1e-8).squareRoot() }
      case .cosine:
        CodeMargins.products(rows[row], with: table)
      }
    }
  }

  /// Margins `[codebook, row]` in the order of codes, or nil where there are more or fewer.
  func byPosition(_ margins: [Float]) -> [Float]? {
    margins.count == layout.rowCount * quantizer.shape.codebookCount
      ? layout.byPosition(margins) : nil
  }
}
