import Layers
import Tensors

/// Code vectors to a grid of features: a vision transformer over a class token, one mask token a
/// patch, the codes and, in TA-TiTok, the text, of which only the patches are kept.
struct TiTokDecoder: Module {
  private let shape: TiTokShape
  private var input: Linear
  private var classEmbedding: Parameter
  private var positions: Parameter
  private var maskToken: Parameter
  private var latentPositions: Parameter
  private var textProjection: Linear?
  private var textPositions: Parameter?
  private var inputNorm: LayerNorm
  private var blocks: [TransformerBlock]
  private var outputNorm: LayerNorm
  private var head: Head

  init(_ shape: TiTokShape) {
    self.shape = shape
    let width = shape.decoder.width
    let start = InitialValues.normal(deviation: 1 / Float(width).squareRoot())
    input = Linear(inputs: shape.codeDimension, outputs: width)
    classEmbedding = Parameter([1, width], startingWith: start)
    positions = Parameter(
      [shape.decoderGrid * shape.decoderGrid + 1, width], startingWith: start)
    maskToken = Parameter([1, 1, width], startingWith: start)
    latentPositions = Parameter([shape.tokenCount, width], startingWith: start)
    textProjection = shape.text.map { Linear(inputs: $0.dimension, outputs: width) }
    textPositions = shape.text.map { Parameter([$0.length, width], startingWith: start) }
    inputNorm = LayerNorm(width: width)
    blocks = (0..<shape.decoder.layerCount).map { _ in TransformerBlock(shape.decoder) }
    outputNorm = LayerNorm(width: width)
    head = Head(shape)
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("decoder_embed", &input)
    try visitor("class_embedding", &classEmbedding)
    try visitor("positional_embedding", &positions)
    try visitor("mask_token", &maskToken)
    try visitor("latent_token_positional_embedding", &latentPositions)
    try visitor("text_guidance_proj", &textProjection)
    try visitor("text_guidance_positional_embedding", &textPositions)
    try visitor("ln_pre", &inputNorm)
    try visitor("transformer", &blocks)
    try visitor("ln_post", &outputNorm)
    try head.visitParameters(visitor)
  }

  /// - Parameters:
  ///   - vectors: the codes' vectors, `[batch, tokenCount, codeDimension]`.
  ///   - text: `[batch, text length, text dimension]` for text-aware models.
  ///   - observe: sees the stages by the goldens' names.
  /// - Returns: pixels `[batch, imageSide, imageSide, 3]`, or for legacy models scores of the pixel
  ///   decoder's codes `[batch, grid, grid, codes]`.
  func callAsFunction(
    _ vectors: Tensor, text: Tensor? = nil, observe: StageObserver? = nil
  ) -> Tensor {
    let sequence = embedded(vectors, text: text, observe: observe)
    observe?("dec.embedded", sequence)
    let grid = shape.decoderGrid
    let kept = blocks.run(
      inputNorm(sequence), keeping: 1..<1 + grid * grid,
      observe: observe.map { observe in
        { index, hidden in
          if index == 0 { observe("dec.block.0", hidden) }
        }
      })
    let patches = outputNorm(kept)
    observe?("dec.ln_post", patches)
    return head(
      patches.reshaped([vectors.shape[0], grid, grid, shape.decoder.width]), observe: observe)
  }

  private func embedded(_ vectors: Tensor, text: Tensor?, observe: StageObserver?) -> Tensor {
    let (batch, width) = (vectors.shape[0], shape.decoder.width)
    let masks = Tensor.concatenated(
      [
        classEmbedding.value.reshaped([1, 1, width]),
        maskToken.value.broadcast(to: [1, shape.decoderGrid * shape.decoderGrid, width]),
      ], axis: 1)
    var parts = [
      (masks + positions.value).broadcast(to: [batch, positions.shape[0], width]),
      input(vectors) + latentPositions.value,
    ]
    if let text, let textProjection, let textPositions {
      let projected = textProjection(text)
      observe?("dec.text_proj", projected)
      parts.append(projected + textPositions.value)
    }
    return Tensor.concatenated(parts, axis: 1)
  }
}

extension TiTokDecoder {
  /// What follows the transformer; the checkpoint calls its parts `ffn` and `conv_out`.
  private struct Head: Module {
    private let patchSide: Int
    private var first: Convolution
    private var second: Convolution?
    private var smoothing: Convolution?

    init(_ shape: TiTokShape) {
      let width = shape.decoder.width
      patchSide = shape.decoderPatchSide
      switch shape.head {
      case .pixels:
        first = Convolution(inputs: width, outputs: patchSide * patchSide * 3, kernel: [1, 1])
        smoothing = .threeByThree(inputs: 3, outputs: 3)
      case .codes(let pixels, _):
        first = Convolution(inputs: width, outputs: 2 * width, kernel: [1, 1])
        second = Convolution(inputs: 2 * width, outputs: pixels.codebookSize, kernel: [1, 1])
      }
    }

    mutating func visitParameters(_ visitor: ParameterVisitor) throws {
      try visitor("ffn.0", &first)
      try visitor("ffn.2", &second)
      try visitor("conv_out", &smoothing)
    }

    func callAsFunction(_ features: Tensor, observe: StageObserver?) -> Tensor {
      if let second {
        let scores = second(first(features, activation: .tanh))
        observe?("dec.logits", scores)
        return scores
      }
      let image = first(features).unfoldedPatches(side: patchSide)
      observe?("dec.unpatchified", image)
      return smoothing?(image) ?? image
    }
  }
}

extension Tensor {
  /// Patches side by side: `[batch, rows, columns, side · side · 3]`, within a patch row by row and
  /// pixel by pixel, to `[batch, rows · side, columns · side, 3]`.
  func unfoldedPatches(side: Int) -> Tensor {
    let (batch, rows, columns) = (shape[0], shape[1], shape[2])
    return reshaped([batch, rows, columns, side, side, 3]).permuted([0, 1, 3, 2, 4, 5])
      .reshaped([batch, rows * side, columns * side, 3])
  }
}
