import Glibc
import Tensors
import TestSupport
import Testing
import Threads

@Suite("Attention to keys and values side by side")
struct SideBySideAttentionTests {
  private struct Extents: Sendable, CustomTestStringConvertible {
    let batch: Int
    let queries: Int
    let keys: Int
    let width: Int
    let heads: Int

    var testDescription: String {
      "[\(batch), \(queries), \(width)] to \(keys) keys in \(heads) heads"
    }

    var operands: [Tensor] { noise([batch, queries, width], [batch, keys, 2 * width], scale: 2) }
  }

  private static let small = [
    Extents(batch: 1, queries: 1, keys: 1, width: 1, heads: 1),
    Extents(batch: 2, queries: 3, keys: 5, width: 4, heads: 2),
    Extents(batch: 1, queries: 4, keys: 2, width: 6, heads: 3),
    Extents(batch: 2, queries: 1, keys: 7, width: 4, heads: 4),
    Extents(batch: 1, queries: 0, keys: 3, width: 2, heads: 1),
    Extents(batch: 0, queries: 2, keys: 3, width: 2, heads: 1),
  ]
  private static let large = [
    Extents(batch: 2, queries: 33, keys: 289, width: 64, heads: 2),
    Extents(batch: 1, queries: 257, keys: 300, width: 24, heads: 3),
    Extents(batch: 3, queries: 2, keys: 63, width: 128, heads: 8),
  ]

  @Test("the bits are those of separate keys and values", arguments: small + large)
  private func bits(extents: Extents) {
    let operands = extents.operands
    let keys = operands[1].sliced(axis: 2, 0..<extents.width)
    let values = operands[1].sliced(axis: 2, extents.width..<2 * extents.width)
    let headCount = extents.heads
    let separate = operands[0].attended(keys: keys, values: values, headCount: headCount)
    #expect(operands[0].attended(keysAndValues: operands[1], headCount: headCount) == separate)
  }

  @Test("1, 2 and 8 threads give the same bits", arguments: large)
  private func threads(extents: Extents) {
    let operands = extents.operands
    let results = [1, 2, 8].map { threads in
      Parallel.$threadCount.withValue(threads) {
        operands[0].attended(keysAndValues: operands[1], headCount: extents.heads)
      }
    }
    #expect(results[1] == results[0])
    #expect(results[2] == results[0])
  }

  @Test("results and gradients are the reference's", arguments: small)
  private func agreement(extents: Extents) {
    OperationCase(
      "attended", extents.testDescription, on: extents.operands,
      { $0[0].attended(keysAndValues: $0[1], headCount: extents.heads) }
    ) { Self.reference($0[0], $0[1], extents) }.expectAgreement()
  }

  private static func reference(
    _ queries: DoubleTensor, _ both: DoubleTensor, _ extents: Extents
  ) -> DoubleTensor {
    let headWidth = extents.width / extents.heads
    return DoubleTensor(shape: queries.shape) { index in
      let (item, column) = (index[0], index[2])
      let first = column / headWidth * headWidth
      let weights = (0..<extents.keys).map { key in
        let score = (first..<first + headWidth).reduce(0) {
          $0 + queries[[item, index[1], $1]] * both[[item, key, $1]]
        }
        return exp(score / Double(headWidth).squareRoot())
      }
      let sum = weights.enumerated().reduce(0) {
        $0 + $1.element * both[[item, $1.offset, extents.width + column]]
      }
      return sum / weights.reduce(0, +)
    }
  }
}
