public import Tensors

/// The affine map y = x · Wᵀ + b on the last axis.
///
/// `weight` is `[outputs, inputs]`, `bias` `[outputs]`; both start evenly within 1/√inputs, as in
/// PyTorch.
public struct Linear: Module {
  /// The matrix W, `[outputs, inputs]`.
  public var weight: Parameter
  /// One number an output, or nil.
  public var bias: Parameter?

  /// A layer from `inputs` to `outputs` numbers.
  public init(inputs: Int, outputs: Int, hasBias: Bool = true) {
    let start = InitialValues.spread(overInputs: inputs)
    weight = Parameter([outputs, inputs], startingWith: start)
    bias = hasBias ? Parameter([outputs], startingWith: start) : nil
  }

  /// Visits `weight` and `bias`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("weight", &weight)
    try visitor("bias", &bias)
  }

  /// Applies the layer, and what follows it in one pass over the results.
  ///
  /// - Parameters:
  ///   - input: `[..., inputs]`
  ///   - activation: applied to each output.
  ///   - residual: added after the activation, `[..., outputs]`.
  /// - Returns: `[..., outputs]`
  public func callAsFunction(
    _ input: Tensor, activation: Activation? = nil, adding residual: Tensor? = nil
  ) -> Tensor {
    input.linear(weight.value, bias: bias?.value, activation: activation, adding: residual)
  }
}
