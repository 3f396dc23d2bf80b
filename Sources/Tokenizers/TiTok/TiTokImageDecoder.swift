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
  /// - Throws: `TokenizerError.unusableInput` where text is missing, not taken, or of another shape.
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
      .unusableInput(tokenizer: identity.name, reason: reason)
    }
    guard let needed = shape.text else {
      guard text == nil else { throw complaint("the model takes no text; leave --text out") }
      return nil
    }
    let expected = [needed.length, needed.dimension]
    guard let text else {
      throw complaint(
        "its decoder needs text embeddings \(expected); give a safetensors file with --text")
    }
    guard text.shape == expected || text.shape == [1] + expected else {
      throw complaint("text embeddings of shape \(text.shape) where \(expected) is needed")
    }
    return text.reshaped([1] + expected)
  }

  /// Decodes to an RGB picture, tile by tile where it is larger than the model's.
  ///
  /// - Throws: `TokenizerError.mismatchedCodes`.
  public func decode(_ item: EncodedItem, width: Int, height: Int) throws -> PixelImage {
    let codes = try item.codes.singleCodes(of: identity)
    let tiles = PictureTiles(side: model.shape.imageSide, width: width, height: height)
    let (needed, overflow) = tiles.count.multipliedReportingOverflow(by: model.shape.tokenCount)
    guard !overflow, codes.count == needed else {
      throw TokenizerError.mismatchedCodes(
        tokenizer: identity.name,
        reason: "\(codes.count) codes where a picture of \(width)x\(height) has \(needed)")
    }
    let squares = session.inBatches(of: Array(0..<tiles.count)) { tiles in
      model.pictures(
        of: tiles.flatMap { tile in
          codes[tile * model.shape.tokenCount..<(tile + 1) * model.shape.tokenCount]
        }, in: codebook,
        text: text.map { $0.broadcast(to: [tiles.count, $0.shape[1], $0.shape[2]]) }
      ).pictures()
    }
    return tiles.joined(squares, width: width, height: height)
  }
}
