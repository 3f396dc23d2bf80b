public import Media
import Quantizers
import Tensors
import TokenStreams

/// TiTok and TA-TiTok: a sequence of codes to a picture.
public struct TiTokImageDecoder: ImageDecoder {
  /// Which model this is.
  public let identity: TokenizerIdentity
  private let model: TiTokModel
  private let codebook: Codebook
  private let text: Tensor?
  private let session: InferenceSession

  /// Wraps a model whose decoder is loaded.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - identity: which model it is.
  ///   - text: `[1, text length, text dimension]`, for text-aware models.
  ///   - session: memory and precision of its passes.
  /// - Throws: `TokenizerError.unusableText` where text is missing, not taken, or of another shape.
  init(
    model: TiTokModel, identity: TokenizerIdentity, text: Tensor?, session: InferenceSession
  ) throws {
    self.model = model
    self.identity = identity
    self.session = session
    self.text = try Self.checked(text, model.shape, identity)
    codebook = model.quantizer.codebook(normalizes: model.shape.normalizesCodes)
  }

  private static func checked(
    _ text: Tensor?, _ shape: TiTokShape, _ identity: TokenizerIdentity
  ) throws -> Tensor? {
    func complaint(_ reason: String) -> TokenizerError {
      .unusableText(tokenizer: identity.name, reason: reason)
    }
    guard let needed = shape.text else {
      guard text == nil else { throw complaint("takes no text; leave --text out") }
      return nil
    }
    let expected = [needed.length, needed.dimension]
    guard let text else {
      throw complaint(
        "decodes with text embeddings of shape \(expected); give a safetensors file with --text")
    }
    guard text.shape == expected || text.shape == [1] + expected else {
      throw complaint(
        "decodes with text embeddings of shape \(expected), not \(text.shape); give those of the text encoder it was trained with"
      )
    }
    return text.reshaped([1] + expected)
  }

  /// Pictures that one pass takes.
  public var batchSize: Int { session.batchSize }

  /// Latent tokens have no place in the picture.
  public var positionSide: Int? { nil }

  /// Decodes to an RGB picture, tile by tile where it is larger than the model's.
  ///
  /// - Throws: `TokenizerError.mismatchedCodes`.
  public func decode(_ item: EncodedItem, width: Int, height: Int) throws -> PixelImage {
    try decode([EncodedPicture(item: item, width: width, height: height)])[0]
  }

  /// Decodes to RGB pictures, the tiles of all of them in passes of up to ``batchSize``.
  ///
  /// - Throws: `TokenizerError.mismatchedCodes`.
  public func decode(_ pictures: [EncodedPicture]) throws -> [PixelImage] {
    let tokenCount = model.shape.tokenCount
    let tiles = pictures.map {
      PictureTiles(side: model.shape.imageSide, width: $0.width, height: $0.height)
    }
    let codes = try zip(pictures, tiles).flatMap { try checkedCodes(of: $0, in: $1) }
    let squares = session.inBatches(of: Array(0..<codes.count / tokenCount)) { batch in
      let places = batch[0] * tokenCount..<(batch[0] + batch.count) * tokenCount
      let text = text.map { $0.broadcast(to: [batch.count, $0.shape[1], $0.shape[2]]) }
      return model.pictures(of: Array(codes[places]), in: codebook, text: text).pictures()
    }
    var next = 0
    return zip(pictures, tiles).map { picture, tiles in
      defer { next += tiles.count }
      return tiles.joined(
        Array(squares[next..<next + tiles.count]), width: picture.width, height: picture.height)
    }
  }

  private func checkedCodes(
    of picture: EncodedPicture, in tiles: PictureTiles
  ) throws -> [Int] {
    let codes = try picture.item.codes.singleCodes(of: identity)
    let (needed, overflow) = tiles.count.multipliedReportingOverflow(by: model.shape.tokenCount)
    guard !overflow, codes.count == needed else {
      throw TokenizerError.mismatchedCodes(
        tokenizer: identity.name,
        reason:
          "\(codes.count) codes where a picture of \(picture.width)x\(picture.height) has \(needed)"
      )
    }
    return codes
  }
}
