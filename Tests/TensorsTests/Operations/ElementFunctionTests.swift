import Glibc
import Tensors
import TestSupport
import Testing

@Suite("Activations and functions of elements")
struct ElementFunctionTests {
  /// Every activation with its definition.
  private static let activations: [(Activation, @Sendable (Double) -> Double)] = [
    (.gelu, { $0 * 0.5 * erfc(-$0 / 2.0.squareRoot()) }),
    (
      .approximateGELU,
      { 0.5 * $0 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0))) }
    ),
    (.silu, { $0 / (1 + exp(-$0)) }),
    (.sigmoid, { 1 / (1 + exp(-$0)) }),
    (.tanh, { tanh($0) }),
    (.relu, { max($0, 0) }),
    (.leakyReLU(slope: 0.125), { $0 > 0 ? $0 : 0.125 * $0 }),
    (.elu(scale: 1.5), { $0 > 0 ? $0 : 1.5 * (exp($0) - 1) }),
  ]

  private static let functions: [(ElementFunction, @Sendable (Double) -> Double)] = [
    (.exponential, { exp($0) }), (.logarithm, { log($0) }), (.squareRoot, { $0.squareRoot() }),
    (.reciprocalSquareRoot, { 1 / $0.squareRoot() }), (.square, { $0 * $0 }),
  ]

  static let cases: [OperationCase] =
    activations.flatMap { activation, definition in
      [[1], [0], [3, 33], []].map { shape in
        OperationCase(
          "activated", "\(activation) of \(shape)", on: noise(shape, scale: 5),
          { $0[0].activated(activation) }
        ) { $0[0].map(definition) }
      }
    }
    + functions.flatMap { function, definition in
      [[1], [0, 2], [3, 17]].map { shape in
        let operands = noise(shape, scale: 2).map { ($0 * $0).offset(by: 0.25) }
        return OperationCase(
          "mapped", "\(function) of \(shape)", on: operands, { $0[0].mapped(function) }
        ) { $0[0].map(definition) }
      }
    }
    + [([1, 1], 1), ([3, 17], 17), ([2, 3, 5], 5), ([0, 4], 4), ([3, 0], 0)].map {
      shape, channels in
      OperationCase(
        "snake", "\(shape)", on: noise(shape, [channels], scale: 3),
        { $0[0].snake(alpha: $0[1]) }
      ) { operands in
        let alphas = operands[1].elements
        return operands[0].mapRows { row in
          zip(row, alphas).map { $0 + pow(sin($1 * $0), 2) / ($1 + 1e-9) }
        }
      }
    }

  @Test("results and gradients are the reference's", arguments: cases)
  func agreement(of operation: OperationCase) { operation.expectAgreement() }

  @Test("no activation is missing among the cases")
  func everyActivation() {
    #expect(Set(Self.activations.map { "\($0.0)".prefix { $0 != "(" } }).count == 8)
    #expect(Set(Self.functions.map(\.0)) == Set(ElementFunction.allCases))
  }

  @Test("far from zero, values and derivatives are finite and those of the limit")
  func extremes() {
    let far = Tensor(shape: [6], elements: [-1e30, -1000, -100, 100, 1000, 1e30])
    for (activation, definition) in Self.activations where activation != .approximateGELU {
      let variable = far.traced()
      let result = variable.activated(activation)
      let slopes = result.gradients(for: [variable])[0]
      #expect(slopes.isFinite, "\(activation): \(slopes.elements)")
      for (place, value) in far.elements.enumerated() where abs(value) <= 1000 {
        let expected = definition(Double(value))
        #expect(abs(Double(result.elements[place]) - expected) <= 1e-6 * abs(expected) + 1e-6)
      }
    }
    let approximation = far.traced()
    #expect(approximation.activated(.approximateGELU).elements.suffix(3) == far.elements.suffix(3))
  }

  @Test("NaN stays NaN in every activation and its derivative's input")
  func notANumber() {
    for (activation, _) in Self.activations {
      #expect(Tensor(shape: [1], elements: [.nan]).activated(activation).elements[0].isNaN)
    }
  }

  @Test("snake with α = 0 is the identity")
  func flatSnake() {
    let input = noise([5, 2])[0]
    #expect(input.snake(alpha: Tensor(shape: [2])) == input)
  }
}
