package import Tensors

/// Compares an operation with a plain reference in double precision: its result, and its gradients
/// with the reference's central differences.
package struct GradientCheck: Sendable {
  /// The operation, in 32-bit floats.
  package typealias Operation = @Sendable ([Tensor]) -> Tensor
  /// The same in double precision, written plainly.
  package typealias Reference = @Sendable ([DoubleTensor]) -> DoubleTensor

  private let operation: Operation
  private let reference: Reference
  /// The step of the differences: their own error is about step² and 10⁻¹⁶ / step, both 10⁻¹⁰.
  private static let step = 1e-5

  /// What is to be checked.
  package init(_ operation: @escaping Operation, against reference: @escaping Reference) {
    self.operation = operation
    self.reference = reference
  }

  /// How far the result is from the reference's, and each operand's gradient from the differences
  /// (f(x + h) − f(x − h)) / 2h of f, the sum of the reference's elements times fixed factors.
  package func deviations(on operands: [Tensor]) -> [Deviation] {
    let variables = operands.map { $0.traced() }
    let result = operation(variables)
    let expected = reference(operands.map(DoubleTensor.init))
    let forward = Deviation(of: "the result", DoubleTensor(result), from: expected)
    guard result.shape == expected.shape else { return [forward] }
    var random = SeededGenerator(seed: 0x5EED)
    let factors = random.uniform(result.shape, in: -1..<1)
    let gradients = result.gradients(for: variables, seed: factors)
    let differences = differences(on: operands, factors: DoubleTensor(factors).elements)
    return [forward]
      + gradients.indices.map { place in
        Deviation(
          of: "the gradient of operand \(place)", DoubleTensor(gradients[place]),
          from: differences[place])
      }
  }

  private func differences(on operands: [Tensor], factors: [Double]) -> [DoubleTensor] {
    var operands = operands.map(DoubleTensor.init)
    func loss() -> Double {
      zip(reference(operands).elements, factors).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return operands.indices.map { place in
      let elements = operands[place].elements.indices.map { index in
        let value = operands[place].elements[index]
        defer { operands[place].elements[index] = value }
        operands[place].elements[index] = value + Self.step
        let above = loss()
        operands[place].elements[index] = value - Self.step
        return (above - loss()) / (2 * Self.step)
      }
      return DoubleTensor(shape: operands[place].shape, elements: elements)
    }
  }
}

/// How far a tensor is from the expected one, at its worst element.
///
/// The error of an element is its difference divided by its expected magnitude plus the root mean
/// square of all expected elements (at least 0.1), so that an element near zero among large ones
/// is not held to a precision that its terms do not have.
package struct Deviation: Sendable, CustomStringConvertible {
  /// The error of the worst element; infinity for other shapes and where one side alone is NaN.
  package let error: Double
  /// What differs, where and by how much.
  package let description: String

  /// Compares element by element.
  package init(of name: String, _ found: DoubleTensor, from expected: DoubleTensor) {
    guard found.shape == expected.shape else {
      error = .infinity
      description = "\(name) has shape \(found.shape) and not \(expected.shape)"
      return
    }
    let squares = expected.elements.reduce(0) { $0 + ($1.isFinite ? $1 * $1 : 0) }
    let typical = max((squares / Double(max(expected.elements.count, 1))).squareRoot(), 0.1)
    var worst = (error: 0.0, place: 0)
    for (place, (one, other)) in zip(found.elements, expected.elements).enumerated() {
      guard one != other, !(one.isNaN && other.isNaN) else { continue }
      let error = abs(one - other) / (abs(other) + typical)
      let comparable = error.isNaN ? .infinity : error
      if comparable > worst.error { worst = (comparable, place) }
    }
    error = worst.error
    guard worst.error > 0 else {
      description = "\(name) is equal"
      return
    }
    var rest = worst.place
    let index = expected.shape.reversed().map { extent in
      defer { rest /= extent }
      return rest % extent
    }
    description =
      "\(name) is off by \(worst.error) at \(Array(index.reversed())): "
      + "\(found.elements[worst.place]) and not \(expected.elements[worst.place])"
  }
}
