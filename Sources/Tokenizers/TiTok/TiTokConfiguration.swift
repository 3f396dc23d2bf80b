import FoundationEssentials

/// The configuration of TiTok and TA-TiTok models, with the published keys (bytedance/1d-tokenizer;
/// Yu et al., arXiv:2406.07550; Kim et al., arXiv:2501.07730).
public struct TiTokConfiguration: Decodable, Equatable, Sendable {
  let model: Model
  let dataset: Dataset
  let golden: ReducedSizes?

  struct Model: Decodable, Equatable, Sendable {
    let tokenizer: Tokenizer

    private enum CodingKeys: String, CodingKey {
      case tokenizer = "vq_model"
    }
  }

  /// What `model.vq_model` says.
  struct Tokenizer: Decodable, Equatable, Sendable {
    let codebookSize: Int
    let codeDimension: Int
    let normalizesCodes: Bool?
    let encoderSize: String
    let decoderSize: String
    let encoderPatchSide: Int
    let decoderPatchSide: Int
    let tokenCount: Int
    let finetunesDecoder: Bool?
    let isLegacy: Bool?
    let quantizeMode: String?
    let textLength: Int?
    let textDimension: Int?

    private enum CodingKeys: String, CodingKey {
      case codebookSize = "codebook_size"
      case codeDimension = "token_size"
      case normalizesCodes = "use_l2_norm"
      case encoderSize = "vit_enc_model_size"
      case decoderSize = "vit_dec_model_size"
      case encoderPatchSide = "vit_enc_patch_size"
      case decoderPatchSide = "vit_dec_patch_size"
      case tokenCount = "num_latent_tokens"
      case finetunesDecoder = "finetune_decoder"
      case isLegacy = "is_legacy"
      case quantizeMode = "quantize_mode"
      case textLength = "text_context_length"
      case textDimension = "text_embed_dim"
    }
  }

  struct Dataset: Decodable, Equatable, Sendable {
    let preprocessing: Preprocessing

    struct Preprocessing: Decodable, Equatable, Sendable {
      let cropSide: Int

      private enum CodingKeys: String, CodingKey {
        case cropSide = "crop_size"
      }
    }
  }

  /// Sizes that the reference hard-codes and golden cases make smaller.
  struct ReducedSizes: Decodable, Equatable, Sendable {
    let transformers: [String: TransformerSize]?
    let pixelDecoder: VQGANConfiguration?

    private enum CodingKeys: String, CodingKey {
      case transformers = "vit_sizes"
      case pixelDecoder = "pixel_vqgan"
    }
  }

  /// Depth and width of a transformer; its MLPs are four times as wide.
  struct TransformerSize: Decodable, Equatable, Sendable {
    let width: Int
    let layerCount: Int
    let headCount: Int

    private enum CodingKeys: String, CodingKey {
      case width
      case layerCount = "num_layers"
      case headCount = "num_heads"
    }

    static let published = [
      "small": TransformerSize(width: 512, layerCount: 8, headCount: 8),
      "base": TransformerSize(width: 768, layerCount: 12, headCount: 12),
      "large": TransformerSize(width: 1024, layerCount: 24, headCount: 16),
    ]
  }
}
