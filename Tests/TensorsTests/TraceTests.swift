import Tensors
import TestSupport
import Testing

@Suite("Traces and gradients")
struct TraceTests {
  @Test(
    "without a traced operand nothing is recorded",
    arguments: OperationTable.cases.filter { $0.operation != "traced" })
  func untraced(operation: OperationCase) {
    #expect(!operation.resultWithoutTraces().isTraced)
  }

  @Test("a result is traced when any of its operands is")
  func tracedOperands() {
    let (one, other) = (noise([2])[0], noise([2])[0])
    #expect((one.traced() + other).isTraced)
    #expect((one + other.traced()).isTraced)
    #expect(!(one.traced() + other).detached().isTraced)
  }

  @Test("a variable used several times gets the sum of all gradients")
  func accumulation() {
    let x = Tensor(shape: [2], elements: [3, -2]).traced()
    let y = x * x * x + x.scaled(by: 5) + x
    #expect(y.gradients(for: [x]) == [Tensor(shape: [2], elements: [33, 18])])
  }

  @Test("both ways round a diamond come together before they go on")
  func diamond() {
    let x = Tensor(shape: [], repeating: 2).traced()
    var y = x
    for _ in 0..<40 { y = (y + y).scaled(by: 0.5) }
    #expect(y.gradients(for: [x]) == [Tensor(shape: [], repeating: 1)])
  }

  @Test("a variable that was not reached, or was never traced, gets zeros")
  func unreached() {
    let (x, other) = (noise([3])[0].traced(), noise([2, 2])[0].traced())
    let gradients = x.scaled(by: 2).gradients(for: [other, x, Tensor(shape: [1], repeating: 4)])
    #expect(gradients[0] == Tensor(shape: [2, 2]))
    #expect(gradients[1] == Tensor(shape: [3], repeating: 2))
    #expect(gradients[2] == Tensor(shape: [1]))
  }

  @Test("gradients can be asked for at a result half way, and of a variable itself")
  func halfWay() {
    let x = Tensor(shape: [], repeating: 3).traced()
    let middle = x * x
    let y = middle * middle
    #expect(y.gradients(for: [middle])[0].elements == [18])
    #expect(x.gradients(for: [x])[0].elements == [1])
  }

  @Test("gradients are not traced themselves, even from a traced seed")
  func untracedGradients() {
    let x = noise([2])[0].traced()
    let gradient = (x * x).gradients(for: [x], seed: noise([2])[0].traced())[0]
    #expect(!gradient.isTraced)
  }

  @Test("value and gradients of a computation")
  func valueAndGradients() {
    let (value, gradients) = Tensor.valueAndGradients(of: noise([3], [3])) {
      ($0[0] * $0[1]).sum()
    }
    #expect(!value.isTraced)
    #expect(gradients == [noise([3], [3])[1], noise([3], [3])[0]])
  }

  @Test("long computations are walked and released without filling the stack")
  func longChain() {
    let x = Tensor(shape: [1], repeating: 1).traced()
    var y = x
    for _ in 0..<200_000 { y = y + x }
    #expect(y.gradients(for: [x])[0].elements == [200_001])
    y = x
    #expect(y.gradients(for: [x])[0].elements == [1])
  }

  @Test("long chains of attention are released as well")
  func longAttentionChain() {
    var y = Tensor(shape: [1, 1, 1], repeating: 1).traced()
    for _ in 0..<50_000 { y = y.attended(keys: y, values: y, headCount: 1) }
    #expect(y.elements == [1])
  }
}
