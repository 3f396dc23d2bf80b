import Tensors
import TestSupport
import Testing
import Threads

@Suite("Linear layers of some outputs")
struct PartialLinearTests {
  private static let outputs = 109
  /// Whole panels of 32, the last one cut short; then ranges that begin or end within one; none.
  private static let ranges = [
    0..<32, 32..<64, 32..<96, 96..<109, 64..<109, 0..<109, 0..<1, 5..<40, 31..<33, 33..<64,
    63..<109, 108..<109, 0..<0, 32..<32, 7..<7, 109..<109,
  ]

  @Test(
    "some outputs have the bits that all have", arguments: ranges, [[1], [3, 5], [289], [2, 0]])
  private func bits(range: Range<Int>, rows: [Int]) {
    let operands = noise(rows + [21], [Self.outputs, 21], [Self.outputs])
    for bias in [nil, operands[2]] {
      for precision in MatrixPrecision.allCases {
        MatrixPrecision.$current.withValue(precision) {
          let all = operands[0].linear(operands[1], bias: bias)
          let some = operands[0].linear(operands[1], bias: bias, outputs: range)
          #expect(some == all.sliced(axis: rows.count, range), "\(precision)")
        }
      }
    }
  }

  @Test("some outputs are the same on 1, 2 and 8 threads", arguments: ranges)
  private func threads(range: Range<Int>) {
    let operands = noise([700, 21], [Self.outputs, 21], [Self.outputs])
    let results = [1, 2, 8].map { threads in
      Parallel.$threadCount.withValue(threads) {
        operands[0].linear(operands[1], bias: operands[2], outputs: range)
      }
    }
    #expect(results[1] == results[0])
    #expect(results[2] == results[0])
  }

  @Test("results and gradients are the reference's", arguments: [0..<32, 32..<37, 5..<9, 30..<34])
  func gradients(range: Range<Int>) {
    OperationCase(
      "linear", "outputs \(range)", on: noise([2, 3, 4], [37, 4], [37]),
      { $0[0].linear($0[1], bias: $0[2], outputs: range) }
    ) { operands in
      DoubleTensor(shape: [2, 3, range.count]) { index in
        let output = range.lowerBound + index[2]
        return (0..<4).reduce(operands[2][[output]]) {
          $0 + operands[0][[index[0], index[1], $1]] * operands[1][[output, $1]]
        }
      }
    }.expectAgreement()
  }
}
