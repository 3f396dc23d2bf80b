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
  private let passes: PassPlan
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
    passes = PassPlan(configuration, batchSize: session.batchSize)
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

  /// Encodes pictures that ``prepared(_:)`` gave, each filled up to whole codes; those of one size
  /// share a pass.
  ///
  /// - Throws: `LengthPolicyError.unsupported`, or `TokenizerError` for a picture that is not RGB.
  public func encode(
    _ images: [PixelImage], policy: LengthPolicy, decoder: (any ImageDecoder)?
  ) throws -> [EncodedItem] {
    try policy.requireAll(tokenizer: identity.name)
    let grids = try images.map { image in
      guard image.channels == .rgb else {
        throw TokenizerError.unusableInput(
          tokenizer: identity.name, reason: "the picture is not RGB; convert it first")
      }
      return CodeExtents(width: image.width, height: image.height, factor: factor)
    }
    for grid in grids { try identity.requireRoom(forPositions: grid.rows, times: grid.columns) }
    var items: [EncodedItem] = []
    for places in passes.passes(over: grids) {
      let grid = grids[places.lowerBound]
      let codes = session.run {
        model.codes(of: Tensor(pictures: images[places].map { filled($0, grid) }), in: codebook)
      }
      for place in 0..<places.count {
        items.append(
          EncodedItem(
            codes: try ItemCodes(
              codes[place * grid.count..<(place + 1) * grid.count], layout: .grid,
              extents: [grid.rows, grid.columns], vocabulary: identity.vocabulary)))
      }
    }
    return items
  }

  private func filled(_ image: PixelImage, _ grid: CodeExtents) -> PixelImage {
    image.extended(
      fromColumn: 0, row: 0, width: grid.columns * factor, height: grid.rows * factor)
  }
}
