import Layers
import Tensors

/// GroupNorm, SiLU, 3×3 convolution, twice, beside a shortcut.
///
/// Where the number of channels changes, the reference's shortcut is a 1×1 convolution of the
/// *second convolution's output*, and the block's input is dropped; its weight's shape
/// (`[outputs, outputs, 1, 1]`) shows it.
struct VQGANResidualBlock: Module {
  static let groupCount = 32

  private var firstNorm: GroupNorm
  private var firstConvolution: Convolution
  private var secondNorm: GroupNorm
  private var secondConvolution: Convolution
  private var shortcut: Convolution?

  init(inputs: Int, outputs: Int) {
    firstNorm = GroupNorm(channels: inputs, groups: Self.groupCount, epsilon: 1e-6)
    firstConvolution = .threeByThree(inputs: inputs, outputs: outputs, hasBias: false)
    secondNorm = GroupNorm(channels: outputs, groups: Self.groupCount, epsilon: 1e-6)
    secondConvolution = .threeByThree(inputs: outputs, outputs: outputs, hasBias: false)
    shortcut =
      inputs == outputs
      ? nil : Convolution(inputs: outputs, outputs: outputs, kernel: [1, 1], hasBias: false)
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("norm1", &firstNorm)
    try visitor("conv1", &firstConvolution)
    try visitor("norm2", &secondNorm)
    try visitor("conv2", &secondConvolution)
    try visitor("nin_shortcut", &shortcut)
  }

  /// `[batch, height, width, inputs]` to `[batch, height, width, outputs]`.
  func callAsFunction(_ input: Tensor) -> Tensor {
    let hidden = secondNorm(
      firstConvolution(firstNorm(input, activation: .silu)), activation: .silu)
    guard let shortcut else { return secondConvolution(hidden, adding: input) }
    let output = secondConvolution(hidden)
    return shortcut(output, adding: output)
  }
}

extension Convolution {
  /// A 3×3 convolution that keeps height and width.
  static func threeByThree(inputs: Int, outputs: Int, hasBias: Bool = true) -> Convolution {
    Convolution(
      inputs: inputs, outputs: outputs, kernel: [3, 3],
      geometry: ConvolutionGeometry(rank: 2, padding: 1), hasBias: hasBias)
  }
}
