public import Media
import Quantizers
import Tensors
import TokenStreams

/// TiTok and TA-TiTok: a picture to a short sequence of codes (Yu et al., arXiv:2406.07550).
///
/// Pictures have one size; others are cropped as the reference evaluates, or cut into tiles whose
/// sequences follow each other.
public struct TiTokImageEncoder: ImageEncoder {
  /// Which model this is.
  public let identity: TokenizerIdentity
  private let model: TiTokModel
  private let codebook: Codebook
  private let fitting: PictureFitting
  private let session: InferenceSession

  /// Wraps a model whose encoder is loaded.
  init(
    model: TiTokModel, identity: TokenizerIdentity, fitting: PictureFitting,
    session: InferenceSession
  ) {
    self.model = model
    self.identity = identity
    self.fitting = fitting
    self.session = session
    codebook = model.quantizer.codebook(normalizes: model.shape.normalizesCodes)
  }

  /// Pictures that one pass takes.
  public var batchSize: Int { session.batchSize }

  private var side: Int { model.shape.imageSide }

  /// What is encoded of a picture: all of it in tiles, else the cropped square.
  ///
  /// - Throws: `MediaError`, or `TokenizerError.unusableInput` for a picture that is not RGB.
  public func prepared(_ image: PixelImage) throws -> PixelImage {
    guard image.channels == .rgb else {
      throw TokenizerError.unusableInput(
        tokenizer: identity.name, reason: "the picture is not RGB; convert it first")
    }
    return fitting == .tile
      ? image : try ImagePreparation.shorterSide(side, filter: .bicubic)(image)
  }

  /// Encodes pictures that ``prepared(_:)`` gave.
  ///
  /// - Throws: `LengthPolicyError.unsupported`, or `TokenizerError` for a picture of another size.
  public func encode(
    _ images: [PixelImage], policy: LengthPolicy, decoder: (any ImageDecoder)?
  ) throws -> [EncodedItem] {
    try policy.requireAll(tokenizer: identity.name)
    let tiles = images.map { PictureTiles(side: side, width: $0.width, height: $0.height) }
    for tiles in tiles {
      try identity.requireRoom(forPositions: tiles.count, times: model.shape.tokenCount)
    }
    let squares = try zip(images, tiles).flatMap { image, tiles in
      guard tiles.count == 1 || fitting == .tile, image.channels == .rgb else {
        throw TokenizerError.unusableInput(
          tokenizer: identity.name,
          reason:
            "\(image.width)x\(image.height) is not \(side)x\(side) RGB pixels; prepare it first")
      }
      return tiles.cut(image)
    }
    let codes = session.inBatches(of: squares) {
      model.codes(of: Tensor(pictures: $0), in: codebook)
    }
    var next = 0
    return try tiles.map { tiles in
      let count = tiles.count * model.shape.tokenCount
      defer { next += count }
      return EncodedItem(
        codes: try ItemCodes(
          codes[next..<next + count], layout: .sequence, extents: [count],
          vocabulary: identity.vocabulary))
    }
  }
}
