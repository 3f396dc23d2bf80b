extension Tensor {
  /// Scaled dot-product attention with several heads: softmax(q · kᵀ / √d + mask) · v for each head.
  ///
  /// A head's scores exist for a block of queries at a time, never as a whole (the blocking of
  /// Rabe and Staats, arXiv:2112.05682). Operands are read where they lie.
  ///
  /// - Parameters:
  ///   - keys: `[batch, keys, width]`
  ///   - values: `[batch, keys, width]`
  ///   - headCount: heads, contiguous parts of the width.
  ///   - mask: which positions are seen; no gradient flows to its numbers.
  /// - Returns: `[batch, queries, width]` for queries `[batch, queries, width]`.
  ///
  /// Derivatives: the scores are computed again, head by head.
  public func attended(
    keys: Tensor, values: Tensor, headCount: Int, mask: AttentionMask = .none
  ) -> Tensor {
    precondition(
      shape.count == 3 && keys.shape == values.shape && keys.shape[0] == shape[0]
        && keys.shape[2] == shape[2],
      "queries \(shape), keys \(keys.shape) and values \(values.shape)")
    let plan = AttentionPlan(
      batch: shape[0], queries: shape[1], keys: keys.shape[1], width: shape[2],
      headCount: headCount, mask: mask)
    let operands = AttentionOperands(
      queries: .init(self, stride: shape[2]), keys: .init(keys, stride: shape[2]),
      values: .init(values, stride: shape[2]))
    let result = plan.apply(to: operands)
    return result.recorded(self, keys, values) { gradient in
      let parts = plan.gradients(of: operands, gradient)
      return [parts.queries, parts.keys, parts.values]
    }
  }

  /// Attention of a sequence to itself, for queries, keys and values side by side in the last axis.
  ///
  /// - Parameters:
  ///   - headCount: heads, contiguous parts of each third.
  ///   - mask: which positions are seen.
  /// - Returns: `[batch, position, width]` for `[batch, position, 3 · width]`.
  public func selfAttended(headCount: Int, mask: AttentionMask = .none) -> Tensor {
    precondition(shape.count == 3 && shape[2] % 3 == 0, "attention within a shape \(shape)")
    let width = shape[2] / 3
    let plan = AttentionPlan(
      batch: shape[0], queries: shape[1], keys: shape[1], width: width, headCount: headCount,
      mask: mask)
    let operands = AttentionOperands(
      queries: .init(self, stride: 3 * width), keys: .init(self, from: width, stride: 3 * width),
      values: .init(self, from: 2 * width, stride: 3 * width))
    let result = plan.apply(to: operands)
    return result.recorded(self) { gradient in
      let parts = plan.gradients(of: operands, gradient)
      return [Tensor.concatenated([parts.queries, parts.keys, parts.values], axis: 2)]
    }
  }
}

extension Tensor {
  /// Attention to keys and values that stand side by side in one tensor.
  ///
  /// - Parameters:
  ///   - keysAndValues: `[batch, keys, 2 · width]`
  ///   - headCount: heads, contiguous parts of the width.
  /// - Returns: `[batch, queries, width]` for queries `[batch, queries, width]`.
  public func attended(keysAndValues: Tensor, headCount: Int) -> Tensor {
    precondition(
      shape.count == 3 && keysAndValues.shape.count == 3
        && keysAndValues.shape[0] == shape[0] && keysAndValues.shape[2] == 2 * shape[2],
      "queries \(shape) with keys and values \(keysAndValues.shape)")
    let width = shape[2]
    let plan = AttentionPlan(
      batch: shape[0], queries: shape[1], keys: keysAndValues.shape[1], width: width,
      headCount: headCount, mask: .none)
    let operands = AttentionOperands(
      queries: .init(self, stride: width), keys: .init(keysAndValues, stride: 2 * width),
      values: .init(keysAndValues, from: width, stride: 2 * width))
    let result = plan.apply(to: operands)
    return result.recorded(self, keysAndValues) { gradient in
      let parts = plan.gradients(of: operands, gradient)
      return [parts.queries, Tensor.concatenated([parts.keys, parts.values], axis: 2)]
    }
  }
}

/// A matrix of heads' vectors inside a tensor: where it starts in a row, and how far rows lie apart.
struct AttentionOperand: Sendable {
  private let tensor: Tensor
  let first: Int
  let stride: Int

  init(_ tensor: Tensor, from first: Int = 0, stride: Int) {
    self.tensor = tensor.detached()
    self.first = first
    self.stride = stride
  }

  /// Lends where a head's vectors start in a sequence; nothing is lent of an empty tensor.
  func withUnsafeHead(row: Int, column: Int, _ body: (UnsafePointer<Float>) -> Void) {
    tensor.withUnsafeElements { elements in
      if let start = elements.baseAddress { body(start + row * stride + first + column) }
    }
  }
}

/// Queries, keys and values.
struct AttentionOperands: Sendable {
  let queries: AttentionOperand
  let keys: AttentionOperand
  let values: AttentionOperand
}
