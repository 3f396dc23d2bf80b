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
  private let passes: PassPlan

  /// Wraps a model whose decoder is loaded.
  init(
    model: VQGANModel, configuration: VQGANConfiguration, identity: TokenizerIdentity,
    session: InferenceSession
  ) {
    self.model = model
    self.identity = identity
    self.session = session
    factor = configuration.factor
    passes = PassPlan(configuration, batchSize: session.batchSize)
  }

  /// The factor between pixels and codes.
  public var positionSide: Int? { factor }

  /// Pictures that one pass takes.
  public var batchSize: Int { session.batchSize }

  /// Decodes to an RGB picture; what was filled up is cut off.
  ///
  /// - Throws: `TokenizerError.mismatchedCodes`.
  public func decode(_ item: EncodedItem, width: Int, height: Int) throws -> PixelImage {
    try decode([EncodedPicture(item: item, width: width, height: height)])[0]
  }

  /// Decodes to RGB pictures, those of one size in one pass.
  ///
  /// - Throws: `TokenizerError.mismatchedCodes`.
  public func decode(_ pictures: [EncodedPicture]) throws -> [PixelImage] {
    let codes = try pictures.map { try $0.item.codes.singleCodes(of: identity) }
    let grids = try pictures.map(grid)
    let decoded = passes.passes(over: grids).flatMap { places in
      let grid = grids[places.lowerBound]
      return session.run {
        model.pictures(
          of: Array(codes[places].joined()), batch: places.count, rows: grid.rows,
          columns: grid.columns
        ).pictures()
      }
    }
    return try zip(pictures, decoded).map { picture, decoded in
      try decoded.cropped(
        to: PixelRectangle(columns: 0..<picture.width, rows: 0..<picture.height))
    }
  }

  private func grid(of picture: EncodedPicture) throws -> CodeExtents {
    let (width, height) = (picture.width, picture.height)
    let grid = CodeExtents(width: width, height: height, factor: factor)
    let (found, needed) = (picture.item.codes.extents, [grid.rows, grid.columns])
    guard found == needed else {
      throw TokenizerError.mismatchedCodes(
        tokenizer: identity.name,
        reason: "a grid \(found) where a picture of \(width)x\(height) has \(needed)")
    }
    return grid
  }
}
