public import TokenStreams

/// The families of tokenizers that this build knows.
///
/// Our own configurations name their family as `model_type`; published ones don't, and are told by
/// their keys and, where those are equal, by the names of their tensors.
public enum ModelFamily: String, Hashable, Sendable, Codable, CaseIterable {
  /// Patches, Karhunen-Loève transform, residual vector quantization.
  case linearImage = "linear-image"
  /// Lapped cosine transform, Karhunen-Loève transform, residual vector quantization.
  case linearAudio = "linear-audio"
  /// A convolutional encoder and decoder around a grid of codes.
  case maskGITVQGAN = "maskgit-vqgan"
  /// A transformer that gives a picture a short sequence of codes.
  case tiTok = "titok"
  /// TiTok whose decoder is also given a text.
  case textAwareTiTok = "tatitok"

  /// What the family encodes.
  public var media: MediaKind {
    switch self {
    case .linearImage, .maskGITVQGAN, .tiTok, .textAwareTiTok: .image
    case .linearAudio: .audio
    }
  }
}

/// What tells the family in a `config.json`.
struct FamilyMarks: Decodable {
  let modelType: String?
  let model: Model?
  let channelMultipliers: [Int]?
  let codeCount: Int?

  struct Model: Decodable {
    let tokenizer: Tokenizer?

    private enum CodingKeys: String, CodingKey {
      case tokenizer = "vq_model"
    }
  }

  struct Tokenizer: Decodable {
    let tokenCount: Int?
    let textLength: Int?

    private enum CodingKeys: String, CodingKey {
      case tokenCount = "num_latent_tokens"
      case textLength = "text_context_length"
    }
  }

  private enum CodingKeys: String, CodingKey {
    case modelType = "model_type"
    case model
    case channelMultipliers = "channel_mult"
    case codeCount = "num_embeddings"
  }

  /// The family that the marks tell.
  ///
  /// - Parameter hasTensor: whether the weights hold a tensor of some name.
  /// - Returns: the family, or nil for none that this build knows.
  func family(hasTensor: (String) throws -> Bool) rethrows -> ModelFamily? {
    if let modelType { return ModelFamily(rawValue: modelType) }
    if let tokenizer = model?.tokenizer, tokenizer.tokenCount != nil {
      let isTextAware =
        try tokenizer.textLength != nil || hasTensor("decoder.text_guidance_proj.weight")
      return isTextAware ? .textAwareTiTok : .tiTok
    }
    return channelMultipliers != nil && codeCount != nil ? .maskGITVQGAN : nil
  }
}
