public import Media
import Metrics
import Tensors
import TokenStreams

/// Pictures by patches, Karhunen-Loève transform and residual vector quantization: the linear
/// baseline that a learned image tokenizer must beat at equal bits.
///
/// Any size is taken: edges are padded to whole patches, and the decoder cuts them off again.
public struct LinearImageTokenizer: ImageEncoder, ImageDecoder {
  /// Which model this is.
  public let identity: TokenizerIdentity
  private let model: LinearModel
  private let coder: ResidualCoder
  private let patchSide: Int

  /// Loads a model of family `linear-image`.
  ///
  /// - Throws: `ModelError`, `CheckpointError` or `FileError`.
  public init(folder: ModelFolder) throws {
    let model = try LinearModel(folder: folder, family: .linearImage)
    guard let patchSide = model.configuration.patchSize else {
      throw ModelError.badConfiguration(
        path: folder.configurationPath, reason: "patch_size is missing")
    }
    self.patchSide = patchSide
    self.model = model
    coder = ResidualCoder(quantizer: model.quantizer)
    identity = TokenizerIdentity(
      name: folder.name, weights: try folder.weightsDigest(), media: .image, layout: .grid,
      vocabulary: coder.vocabulary)
  }

  /// The side of a patch.
  public var positionSide: Int? { patchSide }

  /// Pictures are encoded one by one.
  public var batchSize: Int { 1 }

  /// The picture itself: every size is taken.
  ///
  /// - Throws: `TokenizerError` for a picture that is not RGB.
  public func prepared(_ image: PixelImage) throws -> PixelImage {
    guard image.channels == .rgb else {
      throw TokenizerError.unusableInput(
        tokenizer: identity.name, reason: "the picture is not RGB; convert it first")
    }
    return image
  }

  /// Encodes RGB pictures into grids of one position a patch.
  ///
  /// - Throws: `LengthPolicyError.unsupported`, or `TokenizerError` for a picture that is not RGB.
  public func encode(
    _ images: [PixelImage], policy: LengthPolicy, decoder: (any ImageDecoder)?
  ) throws -> [EncodedItem] {
    try images.map { try encode(prepared($0), policy, decoder) }
  }

  private func encode(
    _ image: PixelImage, _ policy: LengthPolicy, _ decoder: (any ImageDecoder)?
  ) throws -> EncodedItem {
    let grid = PatchGrid(side: patchSide, imageWidth: image.width, imageHeight: image.height)
    let coordinates = model.transform.forward(grid.patches(of: image))
    let terms = LengthTerms(
      tokenizer: identity.name, budgetUnit: .bitsPerPixel,
      extent: Double(image.width * image.height), sideBits: 0, metric: .psnr
    ) { stack in
      let decoded = try (decoder ?? self).decode(
        item(stack, grid: grid), width: image.width, height: image.height)
      return try PixelDifference.peakSignalToNoiseRatio(decoded, image)
    }
    let (stack, meetsPolicy) = try coder.encode(coordinates, policy: policy, terms: terms)
    return try item(stack, grid: grid, meetsPolicy: meetsPolicy)
  }

  private func item(
    _ stack: CodeStack, grid: PatchGrid, meetsPolicy: Bool = true
  ) throws -> EncodedItem {
    EncodedItem(
      codes: .grid(try CodeGrid(height: grid.height, width: grid.width, stack: stack)),
      meetsPolicy: meetsPolicy)
  }

  /// Decodes a grid of codes to an RGB picture.
  ///
  /// - Throws: `TokenizerError.mismatchedCodes`.
  public func decode(_ item: EncodedItem, width: Int, height: Int) throws -> PixelImage {
    let patches = PatchGrid(side: patchSide, imageWidth: width, imageHeight: height)
    guard case .grid(let grid) = item.codes, grid.stack.vocabulary == coder.vocabulary else {
      throw TokenizerError.mismatchedCodes(
        tokenizer: identity.name,
        reason: "a grid with vocabulary \(coder.vocabulary.sizes) is needed")
    }
    guard grid.height == patches.height, grid.width == patches.width else {
      throw TokenizerError.mismatchedCodes(
        tokenizer: identity.name,
        reason: "a \(grid.height)x\(grid.width) grid for a picture of \(width)x\(height) pixels")
    }
    let vectors = model.transform.inverse(coder.decode(grid.stack))
    return patches.image(of: vectors, width: width, height: height)
  }
}
