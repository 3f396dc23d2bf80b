import Tensors
import TestSupport
import Testing

@Suite("Stopped and straight-through gradients")
struct StraightThroughTests {
  /// The references hold the operands' values fixed where no gradient may flow.
  static let cases: [OperationCase] = [[3, 5], [1], [0]].flatMap { shape -> [OperationCase] in
    let operands = noise(shape, shape)
    let fixed = operands.map(DoubleTensor.init)
    return [
      OperationCase("detached", "\(shape)", on: [operands[0]], { $0[0].detached() * $0[0] }) {
        broadcast(fixed[0], $0[0], *)
      },
      OperationCase(
        "straightThrough", "\(shape)", on: operands, { $0[0].straightThrough(to: $0[1] * $0[1]) }
      ) { operands in
        let jump = broadcast(broadcast(fixed[1], fixed[1], *), fixed[0], -)
        return broadcast(operands[0], jump, +)
      },
      OperationCase("traced", "\(shape)", on: [operands[0]], { $0[0].traced() + $0[0] }) {
        broadcast(fixed[0], $0[0], +)
      },
    ]
  }

  @Test("results and gradients are the reference's", arguments: cases)
  func agreement(of operation: OperationCase) { operation.expectAgreement() }
}
