import Layers
import Tensors

/// Pictures to latents: levels of residual blocks with 2×2 average pooling between them.
struct VQGANEncoder: Module {
  private var input: Convolution
  private var levels: [Level]
  private var middle: [VQGANResidualBlock]
  private var norm: GroupNorm
  private var output: Convolution

  init(_ configuration: VQGANConfiguration) {
    input = .threeByThree(
      inputs: configuration.imageChannels, outputs: configuration.hiddenChannels, hasBias: false)
    var channels = configuration.hiddenChannels
    levels = (0..<configuration.levelCount).map { level in
      defer { channels = configuration.channels(ofLevel: level) }
      return Level(
        inputs: channels, outputs: configuration.channels(ofLevel: level),
        blockCount: configuration.blockCount)
    }
    middle = (0..<configuration.blockCount).map { [channels] _ in
      VQGANResidualBlock(inputs: channels, outputs: channels)
    }
    norm = GroupNorm(channels: channels, groups: VQGANResidualBlock.groupCount, epsilon: 1e-6)
    output = Convolution(inputs: channels, outputs: configuration.latentChannels, kernel: [1, 1])
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("conv_in", &input)
    try visitor("down", &levels)
    try visitor("mid", &middle)
    try visitor("norm_out", &norm)
    try visitor("conv_out", &output)
  }

  /// - Parameters:
  ///   - image: `[batch, height, width, 3]` in 0...1.
  ///   - observe: sees `enc.conv_in`, `enc.down.0`, `enc.down.last`, `enc.mid.last`.
  /// - Returns: `[batch, height / factor, width / factor, latentChannels]`
  func callAsFunction(_ image: Tensor, observe: StageObserver? = nil) -> Tensor {
    var hidden = input(image)
    observe?("enc.conv_in", hidden)
    for (index, level) in levels.enumerated() {
      for block in level.blocks { hidden = block(hidden) }
      if index < levels.count - 1 { hidden = hidden.averagePooled(window: 2) }
      if index == 0 { observe?("enc.down.0", hidden) }
    }
    observe?("enc.down.last", hidden)
    for block in middle { hidden = block(hidden) }
    observe?("enc.mid.last", hidden)
    return output(norm(hidden, activation: .silu))
  }

  private struct Level: Module {
    var blocks: [VQGANResidualBlock]

    init(inputs: Int, outputs: Int, blockCount: Int) {
      blocks = (0..<blockCount).map {
        VQGANResidualBlock(inputs: $0 == 0 ? inputs : outputs, outputs: outputs)
      }
    }

    mutating func visitParameters(_ visitor: ParameterVisitor) throws {
      try visitor("block", &blocks)
    }
  }
}
