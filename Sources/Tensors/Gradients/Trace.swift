import Synchronization

/// How one tensor came from others: what reverse-mode differentiation walks back.
///
/// Traces are made in the order of the computation and numbered, so that going down in number
/// visits every result before its operands.
// Unchecked: operands are taken away only by the last holder, when it lets go.
final class Trace: @unchecked Sendable {
  /// Gradients of the operands from the gradient of the result; nil where an operand needs none.
  typealias Pullback = @Sendable (_ gradient: Tensor) -> [Tensor?]

  let number: Int
  private(set) var operands: [Trace?]
  let pullback: Pullback?

  private static let made = Atomic(0)

  /// A variable, when there is no pullback, or the result of an operation.
  init(operands: [Trace?] = [], pullback: Pullback? = nil) {
    number = Self.made.wrappingAdd(1, ordering: .relaxed).newValue
    self.operands = operands
    self.pullback = pullback
  }

  deinit {
    // One after the other: released by recursion, a long computation would fill the stack.
    var released = operands.compactMap { $0 }
    operands = []
    while var trace = released.popLast() {
      guard isKnownUniquelyReferenced(&trace) else { continue }
      released += trace.operands.compactMap { $0 }
      trace.operands = []
    }
  }
}

extension Tensor {
  /// Whether gradients can flow back to or through this tensor.
  public var isTraced: Bool { trace != nil }

  /// The same values as a variable that gradients can be asked for.
  public func traced() -> Tensor {
    Tensor(shape: shape, storage: storage, trace: Trace())
  }

  /// The same values, through which no gradient flows (stop-gradient).
  public func detached() -> Tensor {
    Tensor(shape: shape, storage: storage)
  }

  /// This result, with the way back to `operands` when one of them is traced.
  ///
  /// - Parameters:
  ///   - operands: what the result was computed from.
  ///   - pullback: maps the result's gradient to the operands', in their order. It must not hold a
  ///     traced tensor, or a long computation could not be released without recursion.
  /// - Returns: the same values.
  func recorded(_ operands: Tensor..., pullback: @escaping Trace.Pullback) -> Tensor {
    recorded(operands, pullback: pullback)
  }

  /// This result, with the way back to `operands` when one of them is traced.
  func recorded(_ operands: [Tensor], pullback: @escaping Trace.Pullback) -> Tensor {
    guard operands.contains(where: \.isTraced) else { return self }
    return Tensor(
      shape: shape, storage: storage,
      trace: Trace(operands: operands.map(\.trace), pullback: pullback))
  }
}
