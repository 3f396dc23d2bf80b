/// What a TiTok configuration comes to: every size that the parts are built from, checked.
struct TiTokShape: Equatable, Sendable {
  /// What the decoder ends in.
  enum Head: Equatable, Sendable {
    /// Pixels of each patch.
    case pixels
    /// A distribution over the codes of a MaskGIT-VQGAN, whose decoder makes the pixels.
    case codes(VQGANConfiguration, mixing: Mixing)
  }

  /// What enters the pixel decoder.
  enum Mixing: Equatable, Sendable {
    /// The codes' vectors in proportion to their probabilities (`finetune_decoder`).
    case soft
    /// The likeliest code's vector.
    case hard
  }

  /// The text that a TA-TiTok decoder is given beside the codes.
  struct Text: Equatable, Sendable {
    let length: Int
    let dimension: Int
  }

  /// Side of the square pictures, in pixels.
  let imageSide: Int
  let tokenCount: Int
  let codebookSize: Int
  let codeDimension: Int
  /// Whether latents and code vectors are divided by their lengths.
  let normalizesCodes: Bool
  let encoder: TiTokConfiguration.TransformerSize
  let encoderPatchSide: Int
  let decoder: TiTokConfiguration.TransformerSize
  let decoderPatchSide: Int
  /// Whether the encoder's output is read with its memory reinterpreted, as legacy weights need it.
  let isLegacy: Bool
  let head: Head
  let text: Text?

  var encoderGrid: Int { imageSide / encoderPatchSide }
  var decoderGrid: Int { imageSide / decoderPatchSide }

  /// Takes a configuration apart.
  ///
  /// - Parameters:
  ///   - configuration: the published keys.
  ///   - isTextAware: whether it is a TA-TiTok, which published configurations don't say.
  ///   - storedText: the text that the weights are made for, where the configuration is silent.
  ///   - path: where the configuration stands, for complaints.
  /// - Throws: `ModelError.badConfiguration`.
  init(
    _ configuration: TiTokConfiguration, isTextAware: Bool, storedText: Text? = nil, path: String
  ) throws {
    func complaint(_ reason: String) -> ModelError { .badConfiguration(path: path, reason: reason) }
    func require(_ holds: Bool, _ reason: String) throws {
      guard holds else { throw complaint(reason) }
    }
    let tokenizer = configuration.model.tokenizer
    let side = configuration.dataset.preprocessing.cropSide
    try require(
      tokenizer.quantizeMode ?? "vq" == "vq",
      "quantize_mode \(tokenizer.quantizeMode ?? "") gives continuous latents, not codes")
    func size(_ name: String, _ key: String) throws -> TiTokConfiguration.TransformerSize {
      let sizes = configuration.golden?.transformers ?? TiTokConfiguration.TransformerSize.published
      guard let size = sizes[name] else {
        throw complaint(
          "\(key) '\(name)' is none of \(sizes.keys.sorted().joined(separator: ", "))")
      }
      try require(
        (1...8192).contains(size.width) && (1...1024).contains(size.headCount)
          && size.width % size.headCount == 0 && (1...256).contains(size.layerCount),
        "\(key) '\(name)' has an impossible width, num_layers or num_heads")
      return size
    }
    func patchSide(_ side: Int, _ key: String, of imageSide: Int) throws -> Int {
      try require(
        (1...256).contains(side) && imageSide % side == 0,
        "\(key) \(side) does not divide crop_size \(imageSide)")
      return side
    }
    try require((1...4096).contains(side), "crop_size \(side) is not within 1...4096")
    imageSide = side
    encoder = try size(tokenizer.encoderSize, "vit_enc_model_size")
    decoder = try size(tokenizer.decoderSize, "vit_dec_model_size")
    encoderPatchSide = try patchSide(tokenizer.encoderPatchSide, "vit_enc_patch_size", of: side)
    decoderPatchSide = try patchSide(tokenizer.decoderPatchSide, "vit_dec_patch_size", of: side)
    tokenCount = tokenizer.tokenCount
    codebookSize = tokenizer.codebookSize
    codeDimension = tokenizer.codeDimension
    try require(
      (1...65_536).contains(tokenCount), "num_latent_tokens \(tokenCount) is not possible")
    try require(
      (1...1 << 24).contains(codebookSize), "codebook_size \(codebookSize) is not possible")
    try require((1...65_536).contains(codeDimension), "token_size \(codeDimension) is not possible")
    normalizesCodes = tokenizer.normalizesCodes ?? false
    isLegacy = tokenizer.isLegacy ?? true
    text = isTextAware ? try Self.text(tokenizer, stored: storedText, require) : nil
    head = isTextAware ? .pixels : try Self.head(configuration, path: path, require)
  }

  private static func text(
    _ tokenizer: TiTokConfiguration.Tokenizer, stored: Text?,
    _ require: (Bool, String) throws -> Void
  ) throws -> Text {
    // The text transformer of CLIP ViT-L/14-336 (arXiv:2103.00020), unless something else is said.
    let text = Text(
      length: tokenizer.textLength ?? stored?.length ?? 77,
      dimension: tokenizer.textDimension ?? stored?.dimension ?? 768)
    try require(
      (1...65_536).contains(text.length) && (1...65_536).contains(text.dimension),
      "text_context_length \(text.length) or text_embed_dim \(text.dimension) is not possible")
    return text
  }

  private static func head(
    _ configuration: TiTokConfiguration, path: String, _ require: (Bool, String) throws -> Void
  ) throws -> Head {
    let tokenizer = configuration.model.tokenizer
    guard tokenizer.isLegacy ?? true else { return .pixels }
    let pixels = configuration.golden?.pixelDecoder ?? .published
    try pixels.check(path: path)
    try require(
      pixels.factor == tokenizer.decoderPatchSide,
      "vit_dec_patch_size \(tokenizer.decoderPatchSide) is not the pixel decoder's \(pixels.factor)"
    )
    return .codes(pixels, mixing: tokenizer.finetunesDecoder ?? true ? .soft : .hard)
  }
}
