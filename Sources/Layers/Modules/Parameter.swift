public import Tensors

/// A tensor that a model learns: its shape from the start, its values once they are loaded or drawn.
///
/// A model is built from its configuration alone and holds no memory until then, so that an encoder
/// can be opened without its decoder while the names and shapes of both are checked.
public struct Parameter: Sendable {
  /// Extents, as the published checkpoint has them.
  public let shape: [Int]
  /// How fresh values are drawn.
  public let start: InitialValues
  private var tensor: Tensor?

  /// Declares a parameter without values.
  public init(_ shape: [Int], startingWith start: InitialValues) {
    self.shape = shape
    self.start = start
  }

  /// Whether there are values.
  public var isSet: Bool { tensor != nil }

  /// The values, which must have been loaded or drawn, of shape ``shape``.
  public var value: Tensor {
    get {
      guard let tensor else {
        preconditionFailure("a parameter of shape \(shape) is used before it has values")
      }
      return tensor
    }
    set {
      precondition(newValue.shape == shape, "values of \(newValue.shape) for a \(shape)")
      tensor = newValue
    }
  }
}

/// How a parameter's fresh values are drawn.
public enum InitialValues: Sendable, Equatable {
  /// The same number everywhere.
  case constant(Float)
  /// A normal distribution around zero.
  case normal(deviation: Float)
  /// Evenly over `-bound..<bound`.
  case uniform(bound: Float)

  /// The distribution that PyTorch gives a linear or convolution layer whose outputs each read
  /// `inputs` numbers (He et al., arXiv:1502.01852, with a = √5): evenly within 1/√inputs.
  public static func spread(overInputs inputs: Int) -> InitialValues {
    .uniform(bound: 1 / Float(max(inputs, 1)).squareRoot())
  }

  /// Draws a tensor.
  public func tensor(_ shape: [Int], using generator: inout SeededGenerator) -> Tensor {
    switch self {
    case .constant(let value): Tensor(shape: shape, repeating: value)
    case .normal(let deviation): generator.normal(shape, deviation: deviation)
    case .uniform(let bound):
      generator.uniform(shape, in: -bound..<max(bound, .leastNonzeroMagnitude))
    }
  }
}
