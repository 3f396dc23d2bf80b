import Tensors
import TestSupport
import Testing

@Suite("Arithmetic and broadcasting")
struct ArithmeticTests {
  /// Pairs of shapes: equal, repeated along one axis or several, scalars, single and empty extents.
  private static let pairs: [([Int], [Int])] = [
    ([3, 5], [3, 5]), ([3, 5], [5]), ([17], [3, 17]), ([4, 1, 3], [1, 5, 1]), ([], [2, 3]),
    ([1], [1]), ([2, 3], [2, 1]), ([], []), ([0, 3], [1, 3]), ([0, 3], [3]),
    ([1, 33, 1], [2, 1, 2]),
  ]

  static let cases: [OperationCase] =
    pairs.flatMap { one, other -> [OperationCase] in
      let operands = noise(one, other)
      let away = [operands[0], (operands[1] * operands[1]).offset(by: 0.5)]
      let detail = "\(one) with \(other)"
      return [
        OperationCase("+", detail, on: operands, { $0[0] + $0[1] }) { broadcast($0[0], $0[1], +) },
        OperationCase("-", detail, on: operands, { $0[0] - $0[1] }) { broadcast($0[0], $0[1], -) },
        OperationCase("*", detail, on: operands, { $0[0] * $0[1] }) { broadcast($0[0], $0[1], *) },
        OperationCase("/", detail, on: away, { $0[0] / $0[1] }) { broadcast($0[0], $0[1], /) },
        OperationCase("maximum", detail, on: operands, { $0[0].maximum(with: $0[1]) }) {
          broadcast($0[0], $0[1], Swift.max)
        },
      ]
    } + [
      OperationCase("scaled", "by -1.5", on: noise([3, 17]), { $0[0].scaled(by: -1.5) }) {
        $0[0].map { $0 * -1.5 }
      },
      OperationCase("scaled", "nothing", on: noise([2, 0]), { $0[0].scaled(by: 2) }) { $0[0] },
      OperationCase(
        "clamped", "to -0.3...0.4", on: noise([5, 33]), { $0[0].clamped(to: -0.3...0.4) }
      ) { $0[0].map { min(max($0, Double(-0.3 as Float)), Double(0.4 as Float)) } },
      OperationCase("clamped", "nothing", on: noise([0]), { $0[0].clamped(to: 0...1) }) { $0[0] },
      OperationCase(
        "*", "of transposed and sliced tensors", on: noise([5, 3], [4, 5]),
        { $0[0].transposed() * $0[1].sliced(axis: 0, 1..<4) }
      ) { operands in
        DoubleTensor(shape: [3, 5]) { index in
          operands[0][[index[1], index[0]]] * operands[1][[index[0] + 1, index[1]]]
        }
      },
      OperationCase("*", "of a tensor with itself", on: noise([7]), { $0[0] * $0[0] }) {
        $0[0].map { $0 * $0 }
      },
      OperationCase(
        "broadcast", "along new and single axes", on: noise([3, 1]),
        { $0[0].broadcast(to: [2, 3, 4]) }
      ) { operands in DoubleTensor(shape: [2, 3, 4]) { operands[0][[$0[1], 0]] } },
      OperationCase("broadcast", "to nothing", on: noise([1]), { $0[0].broadcast(to: [0]) }) { _ in
        DoubleTensor(shape: [0], elements: [])
      },
    ]

  @Test("results and gradients are the reference's", arguments: cases)
  func agreement(of operation: OperationCase) { operation.expectAgreement() }

  @Test("a maximum gives equal elements' gradient to the first operand, once")
  func equalElements() {
    let (one, other) = (Tensor(shape: [1], repeating: 2).traced(), Tensor(shape: [1], repeating: 2))
    let second = other.traced()
    #expect(
      one.maximum(with: second).gradients(for: [one, second])
        == [Tensor(shape: [1], repeating: 1), Tensor(shape: [1])])
  }

  @Test("clamping keeps NaN")
  func clampingNaN() {
    #expect(Tensor(shape: [1], elements: [.nan]).clamped(to: 0...1).elements[0].isNaN)
  }
}

extension Tensor {
  /// Every element with a number added; only for tests' operands.
  func offset(by number: Float) -> Tensor { self + Tensor(shape: [], repeating: number) }
}

/// Two tensors combined element by element, extents of 1 and missing leading axes repeated.
func broadcast(
  _ one: DoubleTensor, _ other: DoubleTensor, _ combine: (Double, Double) -> Double
) -> DoubleTensor {
  let rank = max(one.shape.count, other.shape.count)
  func extents(_ tensor: DoubleTensor) -> [Int] {
    Array(repeating: 1, count: rank - tensor.shape.count) + tensor.shape
  }
  let (first, second) = (one.reshaped(extents(one)), other.reshaped(extents(other)))
  let target = zip(first.shape, second.shape).map { $0 == 1 ? $1 : $0 }
  func element(_ tensor: DoubleTensor, _ index: [Int]) -> Double {
    tensor[zip(index, tensor.shape).map { $1 == 1 ? 0 : $0 }]
  }
  return DoubleTensor(shape: target) { combine(element(first, $0), element(second, $0)) }
}
