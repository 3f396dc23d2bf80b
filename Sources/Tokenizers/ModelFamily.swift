public import TokenStreams

/// The families of tokenizers that this build knows, by the `model_type` of their `config.json`.
public enum ModelFamily: String, Hashable, Sendable, Codable, CaseIterable {
  /// Patches, Karhunen-Loève transform, residual vector quantization.
  case linearImage = "linear-image"
  /// Lapped cosine transform, Karhunen-Loève transform, residual vector quantization.
  case linearAudio = "linear-audio"

  /// What the family encodes.
  public var media: MediaKind {
    switch self {
    case .linearImage: .image
    case .linearAudio: .audio
    }
  }
}
