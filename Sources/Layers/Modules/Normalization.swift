public import Tensors

/// y = (x − mean) / √(variance + ε) · w + b over the last axis (Ba et al., arXiv:1607.06450).
///
/// `weight` starts at 1 and `bias` at 0, both `[width]`.
public struct LayerNorm: Module {
  /// The factors, `[width]`.
  public var weight: Parameter
  /// What is added, `[width]`, or nil.
  public var bias: Parameter?
  /// ε, added to the variance.
  public let epsilon: Float

  /// A layer for vectors of `width` numbers.
  public init(width: Int, epsilon: Float = 1e-5, hasBias: Bool = true) {
    weight = Parameter([width], startingWith: .constant(1))
    bias = hasBias ? Parameter([width], startingWith: .constant(0)) : nil
    self.epsilon = epsilon
  }

  /// Visits `weight` and `bias`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("weight", &weight)
    try visitor("bias", &bias)
  }

  /// Normalises each vector of `[..., width]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    input.layerNormalized(weight: weight.value, bias: bias?.value, epsilon: epsilon)
  }
}

/// y = x / √(mean(x²) + ε) · w over the last axis (Zhang and Sennrich, arXiv:1910.07467).
///
/// `weight` starts at 1, `[width]`.
public struct RMSNorm: Module {
  /// The factors, `[width]`.
  public var weight: Parameter
  /// ε, added to the mean square.
  public let epsilon: Float

  /// A layer for vectors of `width` numbers.
  public init(width: Int, epsilon: Float = 1e-5) {
    weight = Parameter([width], startingWith: .constant(1))
    self.epsilon = epsilon
  }

  /// Visits `weight`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("weight", &weight)
  }

  /// Normalises each vector of `[..., width]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    input.rootMeanSquareNormalized(weight: weight.value, epsilon: epsilon)
  }
}

/// Normalises consecutive groups of channels over all positions (Wu and He, arXiv:1803.08494).
///
/// `weight` starts at 1 and `bias` at 0, both `[channels]`.
public struct GroupNorm: Module {
  /// The factors, `[channels]`.
  public var weight: Parameter
  /// What is added, `[channels]`.
  public var bias: Parameter
  /// How many groups the channels form; divides their number.
  public let groups: Int
  /// ε, added to the variance.
  public let epsilon: Float

  /// A layer for pictures or sequences of `channels` channels.
  public init(channels: Int, groups: Int, epsilon: Float = 1e-5) {
    precondition(groups > 0 && channels % groups == 0, "\(channels) channels in \(groups) groups")
    weight = Parameter([channels], startingWith: .constant(1))
    bias = Parameter([channels], startingWith: .constant(0))
    self.groups = groups
    self.epsilon = epsilon
  }

  /// Visits `weight` and `bias`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("weight", &weight)
    try visitor("bias", &bias)
  }

  /// Normalises `[batch, ..., channels]`, and applies an activation in the same pass.
  public func callAsFunction(_ input: Tensor, activation: Activation? = nil) -> Tensor {
    input.groupNormalized(
      groups: groups, weight: weight.value, bias: bias.value, epsilon: epsilon,
      activation: activation)
  }
}
