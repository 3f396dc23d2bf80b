import Tensors
import TestSupport
import Testing
import Threads

/// Products that may depend neither on threads nor on which rows and columns are computed together.
@Suite("Products' bits that stay the same")
struct ProductInvarianceTests {
  private static let sizes = [
    ProductSize(1, 289, 289), ProductSize(2, 63, 33), ProductSize(13, 32, 31),
    ProductSize(14, 31, 32), ProductSize(15, 33, 63), ProductSize(63, 1100, 33),
    ProductSize(289, 63, 289), ProductSize(330, 513, 17), ProductSize(1030, 15, 65),
    // Cut by panels, deep ones in groups of panels.
    ProductSize(150, 1100, 289), ProductSize(330, 65, 1100),
  ]

  @Test("1, 2 and 8 threads give the same bits", arguments: sizes, MatrixPrecision.allCases)
  private func threads(size: ProductSize, precision: MatrixPrecision) {
    let operands = size.operands
    let products = [1, 2, 8].map { threads in
      Parallel.$threadCount.withValue(threads) {
        MatrixPrecision.$current.withValue(precision) {
          operands.product().elements.map(\.bitPattern)
        }
      }
    }
    #expect(products[1] == products[0])
    #expect(products[2] == products[0])
  }

  @Test("rows give the same bits alone and together", arguments: sizes, MatrixPrecision.allCases)
  private func rows(size: ProductSize, precision: MatrixPrecision) {
    let operands = size.operands
    MatrixPrecision.$current.withValue(precision) {
      let together = operands.product()
      for length in [1, 3, 13, 14, 15] {
        for start in stride(from: 0, to: size.rows, by: length) {
          let rows = start..<min(start + length, size.rows)
          let part = operands.input.sliced(axis: 0, rows).linear(
            operands.weight, bias: operands.bias,
            adding: operands.residual.sliced(axis: 0, rows))
          guard part == together.sliced(axis: 0, rows) else {
            Issue.record("rows \(rows) differ")
            return
          }
        }
      }
    }
  }

  @Test("a weight of other numbers is packed for each precision")
  func precisions() {
    let operands = ProductSize(15, 33, 40).operands
    let (exact, rounded) = (operands.product(), operands.rounded.product())
    let coarse = MatrixPrecision.$current.withValue(.bfloat16) { operands.product() }
    #expect(Closeness(coarse.elements, rounded.elements).largestDifference < 1e-5)
    #expect(Closeness(coarse.elements, exact.elements).largestDifference > 1e-4)
    #expect(operands.product() == exact)
  }
}
