import Layers
import Quantizers
import Tensors
import TestSupport
import Testing

@Suite("Gradients past the choice of a code")
struct QuantizerGradientTests {
  @Test(
    "the output is the codes' vectors", arguments: VectorQuantizerTests.shapes,
    GradientEstimator.allCases)
  func values(shape: VectorQuantizerShape, estimator: GradientEstimator) {
    let quantizer = VectorQuantizerTests.quantizer(shape)
    var generator = SeededGenerator(seed: 6)
    let pass = quantizer.pass(
      over: generator.normal([2, 9, shape.dimension]), estimator: estimator)
    let closeness = Closeness(
      pass.output.elements, quantizer.decode(pass.codes, batch: 2).elements)
    #expect(closeness.largestDifference < 1e-5, "\(closeness)")
  }

  @Test("straight through they are the output's, as they are")
  func straightThrough() {
    let quantizer = VectorQuantizerTests.quantizer(VectorQuantizerTests.shapes[3])
    var generator = SeededGenerator(seed: 7)
    let input = generator.normal([2, 5, 12]).traced()
    let seed = generator.normal([2, 5, 12])
    let pass = quantizer.pass(over: input, estimator: .straightThrough)
    #expect(pass.output.gradients(for: [input], seed: seed) == [seed])
  }

  @Test("by rotation they are turned back and scaled, together with the vector")
  func rotation() {
    let quantizer = VectorQuantizerTests.quantizer(VectorQuantizerTests.shapes[0])
    var generator = SeededGenerator(seed: 8)
    let input = generator.normal([1, 40, 5]).traced()
    let pass = quantizer.pass(over: input, estimator: .rotation)
    // The gradient of the output itself goes back to the input, times the square of the scale.
    let gradient = pass.output.gradients(for: [input], seed: pass.output.detached())[0]
    for row in 0..<40 {
      let vector = input.elements[row * 5..<(row + 1) * 5]
      let code = pass.output.elements[row * 5..<(row + 1) * 5]
      let zero = ArraySlice([Float](repeating: 0, count: 5))
      let scale = squaredDistance(code, zero) / squaredDistance(vector, zero)
      let back = gradient.elements[row * 5..<(row + 1) * 5]
      let expected = ArraySlice(vector.map { Float(Double($0) * scale) })
      #expect(squaredDistance(back, expected) < 1e-8 * max(1, squaredDistance(expected, zero)))
    }
  }

  @Test("of the commitment loss they pull the vectors to their codes, by the mean over all numbers")
  func commitment() {
    let shape = VectorQuantizerTests.shapes[2]
    let quantizer = VectorQuantizerTests.quantizer(shape)
    var generator = SeededGenerator(seed: 9)
    let input = generator.normal([2, 5, shape.dimension]).traced()
    let pass = quantizer.pass(over: input, commitmentWeight: 0.25)
    let away = input.detached() - quantizer.decode(pass.codes, batch: 2)
    let loss = away.elements.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(away.count) / 4
    #expect(abs(Double(pass.commitmentLoss.elements[0]) - loss) < 1e-6)
    let expected = away.scaled(by: 2 * 0.25 / Float(away.count))
    let closeness = Closeness(
      pass.commitmentLoss.gradients(for: [input])[0].elements, expected.elements)
    #expect(closeness.largestDifference < 1e-7, "\(closeness)")
  }

  @Test(
    "a vector at zero, and one on its code, have finite ones", arguments: GradientEstimator.allCases
  )
  func degenerate(estimator: GradientEstimator) {
    for distance in CodeDistance.allCases {
      let quantizer = VectorQuantizerTests.quantizer(
        VectorQuantizerShape(dimension: 3, codebookSize: 4, distance: distance))
      let code = quantizer.codebook.vectors.value.elements.prefix(3)
      let input = Tensor(
        shape: [1, 3, 3], elements: [0, 0, 0] + code + code.map { -$0 }
      ).traced()
      let pass = quantizer.pass(over: input, estimator: estimator)
      #expect(pass.output.isFinite)
      #expect((pass.output.sum() + pass.commitmentLoss).gradients(for: [input])[0].isFinite)
    }
  }
}
