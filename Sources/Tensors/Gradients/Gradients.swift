import HeapModule

extension Tensor {
  /// The gradients of this tensor with respect to variables, by reverse-mode differentiation.
  ///
  /// - Parameters:
  ///   - variables: tensors made by ``traced()`` that this one was computed from; a gradient that
  ///     does not flow is zero.
  ///   - seed: the gradient of the result itself, of this tensor's shape; ones when nil, which for
  ///     a scalar loss gives its derivatives.
  /// - Returns: one gradient a variable, of its shape.
  public func gradients(for variables: [Tensor], seed: Tensor? = nil) -> [Tensor] {
    let seed = seed?.detached() ?? Tensor(shape: shape, repeating: 1)
    precondition(seed.shape == shape, "a gradient of shape \(seed.shape) for \(shape)")
    var flow = GradientFlow()
    if let trace { flow.add(seed, to: trace) }
    let wanted = Set(variables.compactMap(\.trace?.number))
    var found: [Int: Tensor] = [:]
    while let (trace, gradient) = flow.next() {
      if wanted.contains(trace.number) { found[trace.number] = gradient }
      guard let pullback = trace.pullback else { continue }
      for (operand, part) in zip(trace.operands, pullback(gradient)) {
        if let operand, let part { flow.add(part, to: operand) }
      }
    }
    return variables.map { variable in
      variable.trace.flatMap { found[$0.number] } ?? Tensor(shape: variable.shape)
    }
  }

  /// The value of a computation and its gradients with respect to the tensors it is given.
  ///
  /// - Parameters:
  ///   - variables: what to differentiate by.
  ///   - computation: receives the variables, traced, and returns a scalar.
  /// - Returns: the scalar, and one gradient a variable.
  public static func valueAndGradients(
    of variables: [Tensor], _ computation: ([Tensor]) throws -> Tensor
  ) rethrows -> (value: Tensor, gradients: [Tensor]) {
    let variables = variables.map { $0.traced() }
    let value = try computation(variables)
    precondition(value.count == 1, "a gradient of \(value.shape), which is no scalar")
    return (value.detached(), value.gradients(for: variables))
  }
}

/// Gradients on their way back: sums that wait until all of their parts have come.
private struct GradientFlow {
  private struct Visit: Comparable {
    let trace: Trace

    static func < (one: Visit, other: Visit) -> Bool { one.trace.number < other.trace.number }
    static func == (one: Visit, other: Visit) -> Bool { one.trace === other.trace }
  }

  private var queue = Heap<Visit>()
  private var sums: [Int: Tensor] = [:]

  mutating func add(_ gradient: Tensor, to trace: Trace) {
    if let sum = sums[trace.number] {
      sums[trace.number] = sum + gradient
    } else {
      sums[trace.number] = gradient
      queue.insert(Visit(trace: trace))
    }
  }

  /// The latest trace whose gradient is complete: every result that used it came before.
  mutating func next() -> (Trace, Tensor)? {
    guard let visit = queue.popMax(),
      let gradient = sums.removeValue(forKey: visit.trace.number)
    else { return nil }
    return (visit.trace, gradient)
  }
}
