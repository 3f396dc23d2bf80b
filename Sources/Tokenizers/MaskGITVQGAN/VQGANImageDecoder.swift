public import Media
import Quantizers
import Tensors
import TokenStreams

/// MaskGIT-VQGAN: a grid of codes to a picture.
public struct VQGANImageDecoder: ImageDecoder {
  /// Which model this is.
  public let identity: TokenizerIdentity
  private let model: VQGANModel
  private let factor: Int
  private let session: InferenceSession

  /// Wraps a model whose decoder is loaded.
  init(
    model: VQGANModel, configuration: VQGANConfiguration, identity: TokenizerIdentity,
    session: InferenceSession
  ) {
    self.model = model
    self.identity = identity
    self.session = session
    factor = configuration.factor
  }

  /// Decodes to an RGB picture; what was filled up is cut off.
  ///
  /// - Throws: `TokenizerError.mismatchedCodes`.
  public func decode(_ item: EncodedItem, width: Int, height: Int) throws -> PixelImage {
    let codes = try item.codes.singleCodes(of: identity)
    let extents = [(height + factor - 1) / factor, (width + factor - 1) / factor]
    guard item.codes.extents == extents else {
      throw TokenizerError.mismatchedCodes(
        tokenizer: identity.name,
        reason: "a grid \(item.codes.extents) where a picture of \(width)x\(height) has \(extents)")
    }
    let decoded = session.run {
      model.pictures(of: codes, batch: 1, rows: extents[0], columns: extents[1]).pictures()[0]
    }
    return try decoded.cropped(to: PixelRectangle(columns: 0..<width, rows: 0..<height))
  }
}
