public import Tensors

/// Convolution over pictures `[batch, height, width, channels]` or, with one spatial extent, over
/// sequences `[batch, position, channels]`.
///
/// `weight` is `[outputs, inputs / groups, kernel...]` and `bias` `[outputs]`, as PyTorch stores
/// them; both start evenly within 1/√(inputs / groups · kernel).
public struct Convolution: Module {
  /// The kernel, `[outputs, inputs / groups, kernel...]`.
  public var weight: Parameter
  /// One number an output, or nil.
  public var bias: Parameter?
  /// Steps, holes, borders and groups.
  public let geometry: ConvolutionGeometry

  /// A layer from `inputs` to `outputs` channels.
  ///
  /// - Parameters:
  ///   - inputs: channels in.
  ///   - outputs: channels out.
  ///   - kernel: one or two extents.
  ///   - geometry: steps, holes, borders and groups; of the kernel's rank.
  ///   - hasBias: whether there is a bias.
  public init(
    inputs: Int, outputs: Int, kernel: [Int], geometry: ConvolutionGeometry? = nil,
    hasBias: Bool = true
  ) {
    let geometry = geometry ?? ConvolutionGeometry(rank: kernel.count)
    let fan = inputs / geometry.groups * kernel.reduce(1, *)
    let start = InitialValues.spread(overInputs: fan)
    weight = Parameter([outputs, inputs / geometry.groups] + kernel, startingWith: start)
    bias = hasBias ? Parameter([outputs], startingWith: start) : nil
    self.geometry = geometry
  }

  /// Visits `weight` and `bias`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("weight", &weight)
    try visitor("bias", &bias)
  }

  /// Convolves, adding a residual of the output's shape in the same pass.
  public func callAsFunction(
    _ input: Tensor, activation: Activation? = nil, adding residual: Tensor? = nil
  ) -> Tensor {
    input.convolved(
      weight.value, bias: bias?.value, geometry, activation: activation, adding: residual)
  }
}
