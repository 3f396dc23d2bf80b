public import Media
import Quantizers
import Tensors
import TokenStreams

/// MaskGIT-VQGAN: a picture of any size to a grid of codes (Chang et al., arXiv:2202.04200).
public struct VQGANImageEncoder: ImageEncoder {
  /// Which model this is.
  public let identity: TokenizerIdentity
  private let model: VQGANModel
  private let codebook: Codebook
  private let factor: Int
  private let side: Int
  private let fitting: PictureFitting
  private let session: InferenceSession

  /// Wraps a model whose encoder is loaded.
  init(
    model: VQGANModel, configuration: VQGANConfiguration, identity: TokenizerIdentity,
    fitting: PictureFitting, session: InferenceSession
  ) {
    self.model = model
    self.identity = identity
    self.fitting = fitting
    self.session = session
    factor = configuration.factor
    side = configuration.resolution
    codebook = model.quantizer.codebook()
  }

  /// What is encoded of a picture.
  ///
  /// - Throws: `MediaError`, or `TokenizerError.unusableInput` for a picture that is not RGB.
  public func prepared(_ image: PixelImage) throws -> PixelImage {
    guard image.channels == .rgb else {
      throw TokenizerError.unusableInput(
        tokenizer: identity.name, reason: "the picture is not RGB; convert it first")
    }
    return fitting == .crop
      ? try ImagePreparation.shorterSide(side, filter: .bicubic)(image) : image
  }

  /// Pictures that one pass takes.
  public var batchSize: Int { session.batchSize }

  /// Encodes pictures that ``prepared(_:)`` gave, each filled up to whole codes.
  ///
  /// - Throws: `LengthPolicyError.unsupported`, or `TokenizerError` for a picture that is not RGB.
  public func encode(
    _ images: [PixelImage], policy: LengthPolicy, decoder: (any ImageDecoder)?
  ) throws -> [EncodedItem] {
    try policy.requireAll(tokenizer: identity.name)
    return try images.map { image in
      let image = try prepared(image)
      let (rows, columns) = (
        (image.height + factor - 1) / factor, (image.width + factor - 1) / factor
      )
      let codes = session.run {
        model.codes(
          of: Tensor(pictures: [
            image.extended(
              fromColumn: 0, row: 0, width: columns * factor, height: rows * factor)
          ]), in: codebook)
      }
      return EncodedItem(
        codes: try ItemCodes(
          codes, layout: .grid, extents: [rows, columns], vocabulary: identity.vocabulary))
    }
  }
}
