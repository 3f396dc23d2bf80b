import Tensors
import TestSupport
import Testing

/// One operation on operands of some shapes, and the same written plainly in double precision.
struct OperationCase: Sendable, CustomTestStringConvertible {
  /// The operation's name in `OperationTable`.
  let operation: String
  /// What is particular about the case.
  let detail: String
  /// The largest error allowed, as `Deviation` measures it.
  let tolerance: Double
  private let operands: [Tensor]
  private let compute: GradientCheck.Operation
  private let check: GradientCheck

  init(
    _ operation: String, _ detail: String, on operands: [Tensor], tolerance: Double = 2e-5,
    _ compute: @escaping GradientCheck.Operation, reference: @escaping GradientCheck.Reference
  ) {
    self.operation = operation
    self.detail = detail
    self.operands = operands
    self.compute = compute
    self.tolerance = tolerance
    check = GradientCheck(compute, against: reference)
  }

  var testDescription: String { "\(operation), \(detail)" }

  /// The result for operands through which no gradients are wanted.
  func resultWithoutTraces() -> Tensor { compute(operands) }

  /// Fails the current test where result or gradients are not the reference's.
  func expectAgreement() {
    for deviation in check.deviations(on: operands) {
      #expect(deviation.error <= tolerance, "\(testDescription): \(deviation)")
    }
  }
}

/// Tensors without a pattern in -1..<1, different ones for different seeds.
func noise(_ shapes: [Int]..., seed: UInt64 = 1, scale: Float = 1) -> [Tensor] {
  var generator = SeededGenerator(seed: seed)
  return shapes.map { generator.uniform($0, in: -scale..<scale) }
}
