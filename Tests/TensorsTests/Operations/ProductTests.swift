import Tensors
import TestSupport
import Testing

@Suite("Matrix products and linear layers")
struct ProductTests {
  /// Leading extents, inputs and outputs.
  private static let shapes: [([Int], Int, Int)] = [
    ([1], 1, 1), ([3], 5, 2), ([2, 3], 4, 7), ([17], 9, 33), ([], 3, 2), ([0], 3, 2), ([3], 0, 2),
    ([3], 2, 0), ([2, 0, 3], 4, 2),
  ]

  static let cases: [OperationCase] =
    shapes.flatMap { leading, inputs, outputs -> [OperationCase] in
      let input = leading + [inputs]
      let detail = "\(input) to \(outputs)"
      let plain = noise(input, [outputs, inputs])
      let biased = noise(input, [outputs, inputs], [outputs], leading + [outputs])
      return [
        OperationCase("linear", detail, on: plain, { $0[0].linear($0[1]) }) {
          linear($0[0], $0[1])
        },
        OperationCase(
          "linear", detail + " with bias", on: biased,
          { $0[0].linear($0[1], bias: $0[2]) + $0[3] }
        ) { broadcast(broadcast(linear($0[0], $0[1]), $0[2], +), $0[3], +) },
        OperationCase(
          "linear", detail + " with bias, ReLU and a residual", on: biased,
          { $0[0].linear($0[1], bias: $0[2], activation: .relu, adding: $0[3]) }
        ) {
          broadcast(broadcast(linear($0[0], $0[1]), $0[2], +).map { max($0, 0) }, $0[3], +)
        },
        OperationCase(
          "linear", detail + " adding a residual", on: biased,
          { $0[0].linear($0[1], bias: $0[2], adding: $0[3]) }
        ) { broadcast(broadcast(linear($0[0], $0[1]), $0[2], +), $0[3], +) },
        OperationCase(
          "multiplied", detail, on: noise(input, [inputs, outputs]), { $0[0].multiplied(by: $0[1]) }
        ) { linear($0[0], transposed($0[1])) },
        OperationCase(
          "multiplied", detail + " by a transpose", on: plain,
          { $0[0].multiplied(byTransposeOf: $0[1]) }
        ) { linear($0[0], $0[1]) },
      ]
    } + [
      OperationCase(
        "multiplied", "of transposed, sliced and repeated sources", on: noise([4, 3], [6, 1]),
        { $0[0].transposed().multiplied(by: $0[1].sliced(axis: 0, 1..<5).broadcast(to: [4, 5])) }
      ) { operands in
        let left = transposed(operands[0])
        let right = DoubleTensor(shape: [5, 4]) { operands[1][[$0[1] + 1, 0]] }
        return linear(left, right)
      }
    ]

  @Test("results and gradients are the reference's", arguments: cases)
  func agreement(of operation: OperationCase) { operation.expectAgreement() }

  @Test("one pass gives the bits of several", arguments: [Activation.gelu, .silu, .elu(scale: 1)])
  func fusedPasses(activation: Activation) {
    let operands = noise([5, 19], [37, 19], [37], [5, 37])
    let fused = operands[0].linear(
      operands[1], bias: operands[2], activation: activation, adding: operands[3])
    let separate =
      operands[0].linear(operands[1], bias: operands[2]).activated(activation) + operands[3]
    #expect(fused == separate)
    let traced = operands[0].traced().linear(
      operands[1], bias: operands[2], activation: activation, adding: operands[3])
    #expect(traced.detached() == fused)
  }

  @Test("a weight changed in place is packed again")
  func changedWeight() {
    let input = Tensor(shape: [1, 2], elements: [1, 10])
    var weight = Tensor(shape: [1, 2], elements: [2, 3])
    #expect(input.linear(weight).elements == [32])
    weight.withUnsafeMutableElements { $0[0] = 7 }
    #expect(input.linear(weight).elements == [37])
  }

  @Test("one block of memory serves as matrices of several shapes")
  func reshapedWeight() {
    let weight = Tensor(shape: [2, 3], elements: [1, 2, 3, 4, 5, 6])
    let ones = Tensor(shape: [1, 3], repeating: 1)
    #expect(ones.linear(weight).elements == [6, 15])
    let tall = weight.reshaped([3, 2])
    #expect(Tensor(shape: [1, 2], repeating: 1).linear(tall).elements == [3, 7, 11])
    #expect(ones.multiplied(by: tall).elements == [9, 12])
    #expect(Tensor(shape: [1, 2], repeating: 1).multiplied(by: weight).elements == [5, 7, 9])
  }
}

/// Rows times the transpose of `[outputs, inputs]`.
private func linear(_ input: DoubleTensor, _ weight: DoubleTensor) -> DoubleTensor {
  let (outputs, inputs) = (weight.shape[0], weight.shape[1])
  let rows = input.shape.dropLast().reduce(1, *)
  let elements = (0..<rows * outputs).map { place in
    let (row, output) = (place / outputs * inputs, place % outputs * inputs)
    return (0..<inputs).reduce(0.0) {
      $0 + input.elements[row + $1] * weight.elements[output + $1]
    }
  }
  return DoubleTensor(shape: input.shape.dropLast() + [outputs], elements: elements)
}

private func transposed(_ matrix: DoubleTensor) -> DoubleTensor {
  DoubleTensor(shape: [matrix.shape[1], matrix.shape[0]]) { matrix[[$0[1], $0[0]]] }
}
