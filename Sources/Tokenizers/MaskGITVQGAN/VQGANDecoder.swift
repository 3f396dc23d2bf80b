import Layers
import Tensors

/// Latents to pictures: from the coarsest level to the finest, doubling the picture between them.
///
/// Levels are named by their index, so the checkpoint's `up.0` runs last.
struct VQGANDecoder: Module {
  private var input: Convolution
  private var middle: [VQGANResidualBlock]
  private var levels: [Level]
  private var norm: GroupNorm
  private var output: Convolution

  init(_ configuration: VQGANConfiguration) {
    let coarsest = configuration.channels(ofLevel: configuration.levelCount - 1)
    input = .threeByThree(inputs: configuration.latentChannels, outputs: coarsest)
    middle = (0..<configuration.blockCount).map { _ in
      VQGANResidualBlock(inputs: coarsest, outputs: coarsest)
    }
    levels = (0..<configuration.levelCount).map { level in
      let above = min(level + 1, configuration.levelCount - 1)
      return Level(
        inputs: configuration.channels(ofLevel: above),
        outputs: configuration.channels(ofLevel: level), blockCount: configuration.blockCount,
        doubles: level > 0)
    }
    let finest = configuration.channels(ofLevel: 0)
    norm = GroupNorm(channels: finest, groups: VQGANResidualBlock.groupCount, epsilon: 1e-6)
    output = .threeByThree(inputs: finest, outputs: configuration.imageChannels)
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("conv_in", &input)
    try visitor("mid", &middle)
    try visitor("up", &levels)
    try visitor("norm_out", &norm)
    try visitor("conv_out", &output)
  }

  /// - Parameters:
  ///   - latent: `[batch, height, width, latentChannels]`
  ///   - observe: sees `conv_in`, `mid.last`, `up.last`, `up.0`.
  /// - Returns: `[batch, height · factor, width · factor, 3]`, around 0...1 and not clamped.
  func callAsFunction(_ latent: Tensor, observe: StageObserver? = nil) -> Tensor {
    var hidden = input(latent)
    observe?("conv_in", hidden)
    for block in middle { hidden = block(hidden) }
    observe?("mid.last", hidden)
    for (index, level) in levels.enumerated().reversed() {
      hidden = level(hidden)
      if index == levels.count - 1 { observe?("up.last", hidden) }
      if index == 0 { observe?("up.0", hidden) }
    }
    return output(norm(hidden, activation: .silu))
  }

  private struct Level: Module {
    private var blocks: [VQGANResidualBlock]
    private var upsampling: Convolution?

    init(inputs: Int, outputs: Int, blockCount: Int, doubles: Bool) {
      blocks = (0..<blockCount).map {
        VQGANResidualBlock(inputs: $0 == 0 ? inputs : outputs, outputs: outputs)
      }
      upsampling = doubles ? .threeByThree(inputs: outputs, outputs: outputs) : nil
    }

    mutating func visitParameters(_ visitor: ParameterVisitor) throws {
      try visitor("block", &blocks)
      try visitor("upsample_conv", &upsampling)
    }

    func callAsFunction(_ input: Tensor) -> Tensor {
      let hidden = blocks.reduce(input) { $1($0) }
      guard let upsampling else { return hidden }
      return upsampling(hidden.upsampledNearest(factor: 2))
    }
  }
}
