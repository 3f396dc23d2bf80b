import CKernels

/// The functions applied to single elements inside networks.
public enum Activation: Hashable, Sendable {
  /// x · Φ(x), with the normal distribution's Φ by the error function (arXiv:1606.08415).
  case gelu
  /// x · (1 + tanh(√(2/π) · (x + 0.044715 · x³))) / 2, GELU's approximation.
  case approximateGELU
  /// x / (1 + e⁻ˣ) (arXiv:1702.03118).
  case silu
  /// 1 / (1 + e⁻ˣ)
  case sigmoid
  /// The hyperbolic tangent.
  case tanh
  /// max(x, 0)
  case relu
  /// x for positive x, else slope · x.
  case leakyReLU(slope: Float)
  /// x for positive x, else scale · (eˣ − 1) (arXiv:1511.07289).
  case elu(scale: Float)

  /// The kernel that maps `count` elements, where the function has no parameter.
  var kernel: ElementKernel? {
    switch self {
    case .gelu: tessera_gelu
    case .approximateGELU: tessera_gelu_tanh
    case .silu: tessera_silu
    case .sigmoid: tessera_sigmoid
    case .tanh: tessera_tanh
    case .relu: tessera_relu
    case .leakyReLU, .elu: nil
    }
  }

  func apply(_ input: UnsafePointer<Float>?, _ output: UnsafeMutablePointer<Float>?, _ count: Int) {
    switch self {
    case .leakyReLU(let slope): tessera_leaky_relu(input, slope, output, count)
    case .elu(let scale): tessera_elu(input, scale, output, count)
    default: kernel?(input, output, count)
    }
  }

  /// Writes gradient · f′(input).
  func applyDerivative(
    _ input: UnsafePointer<Float>?, _ gradient: UnsafePointer<Float>?,
    _ output: UnsafeMutablePointer<Float>?, _ count: Int
  ) {
    switch self {
    case .gelu: tessera_gelu_derivative(input, gradient, output, count)
    case .approximateGELU: tessera_gelu_tanh_derivative(input, gradient, output, count)
    case .silu: tessera_silu_derivative(input, gradient, output, count)
    case .sigmoid: tessera_sigmoid_derivative(input, gradient, output, count)
    case .tanh: tessera_tanh_derivative(input, gradient, output, count)
    case .relu: tessera_relu_derivative(input, gradient, output, count)
    case .leakyReLU(let slope): tessera_leaky_relu_derivative(input, slope, gradient, output, count)
    case .elu(let scale): tessera_elu_derivative(input, scale, gradient, output, count)
    }
  }
}

/// A C function that maps each of `count` elements; input and output may be the same.
typealias ElementKernel =
  @convention(c) (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int) -> Void

extension Tensor {
  /// The activation of every element.
  ///
  /// Derivative: the gradient times the function's derivative at the input.
  public func activated(_ activation: Activation) -> Tensor {
    let result = mapped(activation.apply)
    let input = detached()
    return result.recorded(self) { [input.differentiated($0, activation.applyDerivative)] }
  }
}
