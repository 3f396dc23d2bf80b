import Layers
import Quantizers
import Tensors

/// A whole TiTok or TA-TiTok model, under the published checkpoint's names.
struct TiTokModel: Module {
  let shape: TiTokShape
  private var encoder: TiTokEncoder
  private var latentTokens: Parameter
  var quantizer: EmbeddingCodebook
  private var decoder: TiTokDecoder
  var pixelCodebook: EmbeddingCodebook?
  var pixelDecoder: VQGANDecoder?

  init(_ shape: TiTokShape) {
    self.shape = shape
    encoder = TiTokEncoder(shape)
    let width = shape.encoder.width
    latentTokens = Parameter(
      [shape.tokenCount, width],
      startingWith: .normal(deviation: 1 / Float(width).squareRoot()))
    quantizer = EmbeddingCodebook(size: shape.codebookSize, dimension: shape.codeDimension)
    decoder = TiTokDecoder(shape)
    if case .codes(let pixels, _) = shape.head {
      pixelCodebook = EmbeddingCodebook(size: pixels.codebookSize, dimension: pixels.codeDimension)
      pixelDecoder = VQGANDecoder(pixels)
    }
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("encoder", &encoder)
    try visitor("latent_tokens", &latentTokens)
    try visitor("quantize", &quantizer)
    try visitor("decoder", &decoder)
    try visitor("pixel_quantize", &pixelCodebook)
    try visitor("pixel_decoder", &pixelDecoder)
  }

  /// Which part of the model a tensor belongs to.
  static func belongsToEncoder(_ name: String) -> Bool {
    name.hasPrefix("encoder.") || name == "latent_tokens" || name.hasPrefix("quantize.")
  }

  static func belongsToDecoder(_ name: String) -> Bool {
    name.hasPrefix("decoder.") || name.hasPrefix("quantize.") || name.hasPrefix("pixel_")
  }

  /// Pictures `[batch, imageSide, imageSide, 3]` in 0...1 to latents
  /// `[batch, tokenCount, codeDimension]`, not yet quantized nor normalised.
  func latents(of image: Tensor, observe: StageObserver? = nil) -> Tensor {
    encoder(image, latentTokens: latentTokens.value, observe: observe)
  }

  /// The codes of pictures `[batch, imageSide, imageSide, 3]`, item after item, `tokenCount` each.
  func codes(of pictures: Tensor, in codebook: Codebook) -> [Int] {
    let latents = latents(of: pictures).reshaped([-1, shape.codeDimension])
    return codebook.assign(normalized(latents)).codes.map(Int.init)
  }

  /// Latents as they are compared with the codebook's vectors.
  func normalized(_ latents: Tensor) -> Tensor {
    shape.normalizesCodes ? latents.lengthNormalized(epsilon: 1e-12) : latents
  }

  /// The pictures of codes, `tokenCount` an item: `[batch, imageSide, imageSide, 3]`, not clamped.
  func pictures(of codes: [Int], in codebook: Codebook, text: Tensor?) -> Tensor {
    let batch = codes.count / shape.tokenCount
    return pictures(
      from: codebook.vectors.rows(codes)
        .reshaped([batch, shape.tokenCount, shape.codeDimension]), text: text)
  }

  /// Code vectors to pictures.
  ///
  /// - Parameters:
  ///   - vectors: what the codes stand for, `[batch, tokenCount, codeDimension]`.
  ///   - text: `[batch, text length, text dimension]`, for text-aware models.
  ///   - mixing: another entry to the pixel decoder than the configuration's.
  ///   - observe: sees the stages by the goldens' names.
  /// - Returns: `[batch, imageSide, imageSide, 3]`, around 0...1 and not clamped.
  func pictures(
    from vectors: Tensor, text: Tensor? = nil, mixing: TiTokShape.Mixing? = nil,
    observe: StageObserver? = nil
  ) -> Tensor {
    let output = decoder(vectors, text: text, observe: observe)
    guard case .codes(_, let configured) = shape.head, let pixelCodebook, let pixelDecoder else {
      return output
    }
    let latent =
      switch mixing ?? configured {
      case .soft: output.softmax().multiplied(by: pixelCodebook.embedding.value)
      case .hard:
        pixelCodebook.vectors(of: output.largestIndices())
          .reshaped(Array(output.shape.dropLast()) + [-1])
      }
    observe?("pixel.input", latent)
    return pixelDecoder(latent) { stage, value in observe?("pixel." + stage, value) }
  }
}
