import Glibc
import Layers
import Tensors
import TestSupport
import Testing

/// A linear layer, a layer norm, self-attention with a residual and a linear layer with SiLU,
/// against the same in double precision.
@Suite("Gradients through modules")
struct ModuleGradientTests {
  private struct Stack: Module {
    var first = Linear(inputs: 3, outputs: 4)
    var norm = LayerNorm(width: 4, epsilon: 0.0078125)
    var attention = SelfAttention(width: 4, headCount: 2)
    var last = Linear(inputs: 4, outputs: 2)

    mutating func visitParameters(_ visitor: ParameterVisitor) throws {
      try visitor("first", &first)
      try visitor("norm", &norm)
      try visitor("attention", &attention)
      try visitor("last", &last)
    }

    func callAsFunction(_ input: Tensor) -> Tensor {
      let hidden = first(input)
      return last(attention(norm(hidden), mask: .causal, adding: hidden), activation: .silu)
    }
  }

  @Test("every parameter's gradient is that of the reference")
  func gradients() {
    var (stack, generator) = (Stack(), SeededGenerator(seed: 77))
    stack.drawParameters(using: &generator)
    // A weight of ones and a bias of zeros would hide mistakes.
    stack = stack.mapParameters { name, value in
      name.hasPrefix("norm") ? generatorNoise(value.shape) : value
    }
    let input = generator.uniform([2, 5, 3], in: -1..<1)
    let model = stack
    let names = model.parameterShapes().map(\.name)
    let check = GradientCheck(
      { operands in
        let values = Dictionary(uniqueKeysWithValues: zip(names, operands.dropFirst()))
        return model.mapParameters { name, value in values[name] ?? value }(operands[0])
      },
      against: {
        Self.reference($0[0], Dictionary(uniqueKeysWithValues: zip(names, $0.dropFirst())))
      }
    )
    let deviations = check.deviations(on: [input] + model.parameters().map(\.value))
    #expect(deviations.count == 12)
    for (deviation, name) in zip(deviations, ["result", "input"] + names) {
      #expect(deviation.error < 5e-5, "\(name): \(deviation)")
    }
  }

  @Test("a step against the gradient lowers the loss")
  func descent() {
    var (stack, generator) = (Stack(), SeededGenerator(seed: 5))
    stack.drawParameters(using: &generator)
    let input = generator.uniform([3, 4, 3], in: -1..<1)
    let target = generator.uniform([3, 4, 2], in: -1..<1)
    func loss(_ model: Stack) -> Tensor { (model(input) - target).mapped(.square).mean() }
    var losses: [Float] = []
    for _ in 0..<20 {
      let variables = stack.traced()
      let value = loss(variables)
      losses.append(value.elements[0])
      let parameters = variables.parameters()
      let gradients = Dictionary(
        uniqueKeysWithValues: zip(
          parameters.map(\.name), value.gradients(for: parameters.map(\.value))))
      stack = stack.mapParameters { name, value in
        gradients[name].map { value - $0.scaled(by: 0.1) } ?? value
      }
    }
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 }, "\(losses)")
  }

  private static func reference(
    _ input: DoubleTensor, _ parameters: [String: DoubleTensor]
  ) -> DoubleTensor {
    func parameter(_ name: String) -> [Double] { parameters[name]?.elements ?? [] }
    func linear(_ rows: [[Double]], _ weight: String, _ bias: String) -> [[Double]] {
      let (weight, bias) = (parameter(weight), parameter(bias))
      return rows.map { row in
        bias.indices.map { output in
          row.indices.reduce(bias[output]) { $0 + row[$1] * weight[output * row.count + $1] }
        }
      }
    }
    let hidden = linear(input.rows, "first.weight", "first.bias")
    let normalized = hidden.map { row in
      let mean = row.reduce(0, +) / 4
      let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4
      return row.indices.map {
        (row[$0] - mean) / (variance + 0.0078125).squareRoot() * parameter("norm.weight")[$0]
          + parameter("norm.bias")[$0]
      }
    }
    let projected = linear(normalized, "attention.in_proj_weight", "attention.in_proj_bias")
    let attended = attention(projected, positions: input.shape[1])
    let sums = zip(
      linear(attended, "attention.out_proj.weight", "attention.out_proj.bias"), hidden
    ).map { zip($0, $1).map(+) }
    let last = linear(sums, "last.weight", "last.bias").flatMap { $0 }.map { $0 / (1 + exp(-$0)) }
    return DoubleTensor(shape: [input.shape[0], input.shape[1], 2], elements: last)
  }

  /// Causal attention of two heads, two wide, over rows of queries, keys and values.
  private static func attention(_ rows: [[Double]], positions: Int) -> [[Double]] {
    rows.indices.map { place in
      let start = place / positions * positions
      return (0..<2).flatMap { head -> [Double] in
        let scores = (start...place).map { key in
          exp(
            (rows[place][2 * head] * rows[key][4 + 2 * head]
              + rows[place][2 * head + 1] * rows[key][5 + 2 * head]) / 2.0.squareRoot())
        }
        return (0..<2).map { column in
          zip(scores, start...place).reduce(0) { $0 + $1.0 * rows[$1.1][8 + 2 * head + column] }
            / scores.reduce(0, +)
        }
      }
    }
  }
}

private func generatorNoise(_ shape: [Int]) -> Tensor {
  var generator = SeededGenerator(seed: UInt64(shape.count + 40))
  return generator.uniform(shape, in: 0.25..<1.5)
}
