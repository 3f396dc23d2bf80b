public import Tensors

/// Multi-head self-attention with one projection to queries, keys and values (Vaswani et al.,
/// arXiv:1706.03762): softmax(q · kᵀ / √d) · v in every head, heads side by side, projected again.
///
/// Parameters are named as in `torch.nn.MultiheadAttention`: `in_proj_weight`
/// `[3 · width, width]` (rows of q, then k, then v; within each the heads are contiguous),
/// `in_proj_bias`, `out_proj.weight`, `out_proj.bias`.
public struct SelfAttention: Module {
  private var projection: Linear
  private var output: Linear
  /// How many heads share the width.
  public let headCount: Int

  /// A layer for sequences of `width` channels.
  public init(width: Int, headCount: Int) {
    precondition(headCount > 0 && width % headCount == 0, "\(width) channels in \(headCount) heads")
    projection = Linear(inputs: width, outputs: 3 * width)
    output = Linear(inputs: width, outputs: width)
    self.headCount = headCount
  }

  /// Visits both projections.
  public mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("in_proj_weight", &projection.weight)
    try visitor("in_proj_bias", &projection.bias)
    try visitor("out_proj", &output)
  }

  /// Attends from some positions of each sequence to all of it: only their results are computed.
  ///
  /// - Parameters:
  ///   - input: `[batch, position, width]`
  ///   - positions: whose results are wanted.
  ///   - residual: added to them, `[batch, positions.count, width]`.
  /// - Returns: `[batch, positions.count, width]`, the same numbers as of the whole sequence.
  public func callAsFunction(
    _ input: Tensor, positions: Range<Int>, adding residual: Tensor
  ) -> Tensor {
    let (weight, bias) = (projection.weight.value, projection.bias?.value)
    let width = weight.shape[1]
    let queries = input.sliced(axis: 1, positions).linear(weight, bias: bias, outputs: 0..<width)
    let keysAndValues = input.linear(weight, bias: bias, outputs: width..<3 * width)
    return output(
      queries.attended(keysAndValues: keysAndValues, headCount: headCount), adding: residual)
  }

  /// Attends within each sequence of `[batch, position, width]`.
  ///
  /// - Parameters:
  ///   - input: `[batch, position, width]`
  ///   - mask: which positions see which.
  ///   - residual: added to the result, of the input's shape.
  /// - Returns: `[batch, position, width]`
  public func callAsFunction(
    _ input: Tensor, mask: AttentionMask = .none, adding residual: Tensor? = nil
  ) -> Tensor {
    output(
      projection(input).selfAttended(headCount: headCount, mask: mask), adding: residual)
  }
}
