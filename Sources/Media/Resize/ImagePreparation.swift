/// The ways that published tokenizers bring a picture to their input size.
public enum ImagePreparation: Equatable, Sendable {
  /// torchvision's `Resize(side)` and `CenterCrop(side)` with this filter.
  case shorterSide(Int, filter: ResizeFilter)
  /// The crop of guided-diffusion (ADM), DiT, MAR and LlamaGen.
  case guidedDiffusion(Int)
  /// Chameleon: as `shorterSide` by `lanczos`.
  case chameleon(Int)
  /// Janus: the longer side fitted, the rest of the square filled with the mean colour.
  case janus(Int)

  /// The prepared picture, square; its side is the one asked for (14 at least for Janus).
  ///
  /// - Throws: `MediaError.invalidRequest` for a side without pixels or over the limit, or a picture
  ///   so long and thin that its new size is over the limit.
  public func callAsFunction(_ image: PixelImage) throws(MediaError) -> PixelImage {
    switch self {
    case .shorterSide(let side, let filter):
      let size = try image.size(ofShorterSide: side)
      return try image.resized(
        toWidth: size.width, height: size.height, filter: filter,
        keeping: size.center(width: side, height: side, rounding: .toNearestOrEven))
    case .chameleon(let side):
      return try ImagePreparation.shorterSide(side, filter: .lanczos)(image)
    case .guidedDiffusion(let side):
      return try image.guidedDiffusionCrop(side)
    case .janus(let side):
      return try image.janusSquare(side)
    }
  }
}
