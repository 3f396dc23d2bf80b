import Layers
import Tensors

/// Pictures to latent vectors: a vision transformer over a class token, the patches and as many
/// latent tokens as there will be codes, of which only the latter are kept.
struct TiTokEncoder: Module {
  private let shape: TiTokShape
  private var patches: Convolution
  private var classEmbedding: Parameter
  private var positions: Parameter
  private var latentPositions: Parameter
  private var inputNorm: LayerNorm
  private var blocks: [TransformerBlock]
  private var outputNorm: LayerNorm
  private var output: Convolution

  init(_ shape: TiTokShape) {
    self.shape = shape
    let width = shape.encoder.width
    let start = InitialValues.normal(deviation: 1 / Float(width).squareRoot())
    let side = shape.encoderPatchSide
    patches = Convolution(
      inputs: 3, outputs: width, kernel: [side, side],
      geometry: ConvolutionGeometry(rank: 2, stride: side))
    classEmbedding = Parameter([1, width], startingWith: start)
    positions = Parameter(
      [shape.encoderGrid * shape.encoderGrid + 1, width], startingWith: start)
    latentPositions = Parameter([shape.tokenCount, width], startingWith: start)
    inputNorm = LayerNorm(width: width)
    blocks = (0..<shape.encoder.layerCount).map { _ in TransformerBlock(shape.encoder) }
    outputNorm = LayerNorm(width: width)
    output = Convolution(inputs: width, outputs: shape.codeDimension, kernel: [1, 1])
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("patch_embed", &patches)
    try visitor("class_embedding", &classEmbedding)
    try visitor("positional_embedding", &positions)
    try visitor("latent_token_positional_embedding", &latentPositions)
    try visitor("ln_pre", &inputNorm)
    try visitor("transformer", &blocks)
    try visitor("ln_post", &outputNorm)
    try visitor("conv_out", &output)
  }

  /// - Parameters:
  ///   - image: `[batch, imageSide, imageSide, 3]` in 0...1.
  ///   - latentTokens: the learned tokens, `[tokenCount, width]`.
  ///   - observe: sees the stages by the goldens' names.
  /// - Returns: `[batch, tokenCount, codeDimension]`
  func callAsFunction(
    _ image: Tensor, latentTokens: Tensor, observe: StageObserver? = nil
  ) -> Tensor {
    let (batch, width) = (image.shape[0], shape.encoder.width)
    let embedded = patches(image)
    observe?("enc.patch_embed", embedded)
    let grid = Tensor.concatenated(
      [
        classEmbedding.value.broadcast(to: [batch, 1, width]),
        embedded.reshaped([batch, -1, width]),
      ], axis: 1)
    let latents = (latentTokens + latentPositions.value)
      .broadcast(to: [batch, shape.tokenCount, width])
    let sequence = Tensor.concatenated([grid + positions.value, latents], axis: 1)
    observe?("enc.embedded", sequence)
    let normalized = inputNorm(sequence)
    observe?("enc.ln_pre", normalized)
    let length = sequence.shape[1]
    let kept = outputNorm(
      blocks.run(
        normalized, keeping: length - shape.tokenCount..<length,
        observe: observe.map { observe in
          { index, hidden in
            if index == 0 { observe("enc.block.0", hidden) }
            if index == blocks.count - 1 { observe("enc.block.last", hidden) }
          }
        }))
    observe?("enc.ln_post", kept)
    return project(kept, observe: observe)
  }

  /// A linear map of each token.
  ///
  /// Legacy weights were trained on `[tokens, width]` memory read as
  /// `[width, tokens]`, so there each output mixes several tokens.
  private func project(_ latents: Tensor, observe: StageObserver?) -> Tensor {
    let (batch, width) = (latents.shape[0], shape.encoder.width)
    let input =
      shape.isLegacy
      ? latents.reshaped([batch, width, shape.tokenCount]).transposed() : latents
    observe?("enc.conv_out_input", input)
    return output(input.reshaped([batch, shape.tokenCount, 1, width]))
      .reshaped([batch, shape.tokenCount, shape.codeDimension])
  }
}
