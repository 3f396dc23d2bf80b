import Glibc
import Tensors
import TestSupport
import Testing

@Suite("Normalisations")
struct NormalizationTests {
  static let cases: [OperationCase] = rows + groups

  private static let rows = [[3, 5], [1, 1], [2, 3, 17], [4, 33], [0, 3], [3, 0], [7]].flatMap {
    shape -> [OperationCase] in
    let width = [shape.last ?? 1]
    return [
      OperationCase(
        "layerNormalized", "\(shape)", on: noise(shape, width, width, scale: 2),
        { $0[0].layerNormalized(weight: $0[1], bias: $0[2], epsilon: 1e-2) }
      ) { operands in
        operands[0].mapRows { row in
          zip(standardized(row), zip(operands[1].elements, operands[2].elements)).map {
            $0 * $1.0 + $1.1
          }
        }
      },
      OperationCase(
        "layerNormalized", "\(shape) without bias", on: noise(shape, width, scale: 2),
        { $0[0].layerNormalized(weight: $0[1], bias: nil, epsilon: 1e-2) }
      ) { operands in
        operands[0].mapRows { zip(standardized($0), operands[1].elements).map(*) }
      },
      OperationCase(
        "rootMeanSquareNormalized", "\(shape)", on: noise(shape, width, scale: 2),
        { $0[0].rootMeanSquareNormalized(weight: $0[1], epsilon: 1e-2) }
      ) { operands in
        operands[0].mapRows { row in
          let square = row.reduce(0) { $0 + $1 * $1 } / Double(row.count)
          return zip(row, operands[1].elements).map { $0 / (square + epsilon).squareRoot() * $1 }
        }
      },
      OperationCase(
        "lengthNormalized", "\(shape)", on: noise(shape, scale: 2),
        { $0[0].lengthNormalized(epsilon: 1e-12) }
      ) { $0[0].mapRows { row in row.map { $0 / length(row) } } },
      OperationCase(
        "lengthNormalized", "\(shape), all shorter than ε", on: noise(shape, scale: 0.01),
        { $0[0].lengthNormalized(epsilon: 8) }
      ) { $0[0].map { $0 / 8 } },
    ]
  }

  /// Shapes and groups; the last has more positions than one block of the kernel.
  private static let groups = [
    ([2, 3, 2, 4], 2), ([1, 1, 1, 6], 3), ([2, 5, 6], 1), ([3, 4], 4), ([1, 3, 3, 5], 5),
    ([0, 2, 2, 4], 2), ([2, 0, 4], 2), ([1, 1, 1, 1], 1), ([1, 19, 17, 2], 1),
  ].flatMap { shape, groups -> [OperationCase] in
    let channels = [shape[shape.count - 1]]
    let activations: [(Activation?, @Sendable (Double) -> Double)] = [
      (nil, { $0 }), (.silu, { $0 / (1 + exp(-$0)) }), (.tanh, { tanh($0) }),
    ]
    return activations.map { activation, definition in
      OperationCase(
        "groupNormalized", "\(shape) in \(groups), \(activation.map { "\($0)" } ?? "plain")",
        on: noise(shape, channels, channels, scale: 2),
        {
          $0[0].groupNormalized(
            groups: groups, weight: $0[1], bias: $0[2], epsilon: 1e-2, activation: activation)
        }
      ) { grouped($0[0], groups: groups, $0[1].elements, $0[2].elements).map(definition) }
    }
  }

  @Test("results and gradients are the reference's", arguments: cases)
  func agreement(of operation: OperationCase) { operation.expectAgreement() }

  @Test("a constant far from zero is normalised to the bias")
  func constants() {
    let input = Tensor(shape: [1, 4, 4, 8], repeating: 1000)
    let (ones, bias) = (Tensor(shape: [8], repeating: 1), Tensor(shape: [8], repeating: 0.25))
    let grouped = input.groupNormalized(groups: 2, weight: ones, bias: bias, epsilon: 1e-6)
    #expect(
      Closeness(grouped.elements, bias.broadcast(to: input.shape).elements).largestDifference < 1e-3
    )
    let rows = input.layerNormalized(weight: ones, bias: bias, epsilon: 1e-6)
    #expect(
      Closeness(rows.elements, bias.broadcast(to: input.shape).elements).largestDifference < 1e-3)
  }

  @Test("sums over more rows than one block are the reference's")
  func manyRows() {
    let rows = 20_000
    let (input, weight) = (noise([rows, 3])[0], Tensor(shape: [3], repeating: 1).traced())
    let bias = Tensor(shape: [3]).traced()
    let result = input.layerNormalized(weight: weight, bias: bias, epsilon: 1e-2)
    let gradients = result.gradients(for: [weight, bias])
    #expect(gradients[1] == Tensor(shape: [3], repeating: Float(rows)))
    let sums = DoubleTensor(input).rows.map(standardized).reduce(into: [0.0, 0, 0]) { sums, row in
      for column in sums.indices { sums[column] += row[column] }
    }
    #expect(Closeness(gradients[0].elements.map(Double.init), sums).largestDifference < 2e-3)
    let alpha = Tensor(shape: [3], repeating: 1).traced()
    let slope = input.snake(alpha: alpha).gradients(for: [alpha])[0]
    let expected = DoubleTensor(input).rows.reduce(into: [0.0, 0, 0]) { sums, row in
      for column in sums.indices {
        let x = row[column]
        sums[column] += x * sin(2 * x) - sin(x) * sin(x)
      }
    }
    let deviation = Deviation(
      of: "the slope", DoubleTensor(slope), from: DoubleTensor(shape: [3], elements: expected))
    #expect(deviation.error < 1e-6, "\(deviation)")
  }
}

private let epsilon = Double(1e-2 as Float)

private func length(_ row: [Double]) -> Double {
  row.reduce(0) { $0 + $1 * $1 }.squareRoot()
}

/// Numbers less their mean, divided by their deviation.
private func standardized(_ numbers: [Double]) -> [Double] {
  let mean = numbers.reduce(0, +) / Double(numbers.count)
  let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
  return numbers.map { ($0 - mean) / (variance + epsilon).squareRoot() }
}

private func grouped(
  _ input: DoubleTensor, groups: Int, _ weight: [Double], _ bias: [Double]
) -> DoubleTensor {
  let channels = weight.count
  let positions = input.shape[1..<input.shape.count - 1].reduce(1, *)
  var result = input
  for item in 0..<input.shape[0] {
    for group in 0..<groups where positions > 0 {
      let width = channels / groups
      let places = (0..<positions).flatMap { position in
        (0..<width).map { (item * positions + position) * channels + group * width + $0 }
      }
      for (place, value) in zip(places, standardized(places.map { input.elements[$0] })) {
        result.elements[place] = value * weight[place % channels] + bias[place % channels]
      }
    }
  }
  return result
}
