public import Jobs
public import TokenStreams

/// What a tokenizer made of one item under one policy: how many codes, and how near they come.
public struct Reconstruction: Sendable {
  /// The item's name.
  public let name: String
  /// The model that encoded it.
  public let model: String
  /// How it was brought to what the model takes, or nil where it was taken as it was.
  public let preparation: String?
  /// How many codes it has.
  public let tokenCount: Int
  /// Bits that its decoder must be given.
  public let bits: Int
  /// Pixels or seconds of the original.
  public let size: MediaSize
  /// How near the reconstruction is to the original.
  public let quality: ReconstructionQuality
  /// Seconds of encoding and of decoding, media files aside.
  public let encodeSeconds: Double
  /// Seconds of decoding.
  public let decodeSeconds: Double
}

/// How near a reconstruction is to its original, by the metrics of its kind of media.
public enum ReconstructionQuality: Sendable, Equatable {
  /// Both of 8-bit RGB pixels, of what was encoded of a picture; no SSIM for tiny pictures.
  case image(peakSignalToNoise: Double, structuralSimilarity: Double?)
  /// Of one channel at the model's rate.
  case audio(scaleInvariantSDR: Double)

  /// The kind of media.
  public var kind: MediaKind {
    switch self {
    case .image: .image
    case .audio: .audio
    }
  }
}
