/// The sound files that are written.
public enum AudioEncoding: String, CaseIterable, Sendable {
  /// WAV with 16-bit integers.
  case wavInteger16
  /// WAV with 24-bit integers.
  case wavInteger24
  /// WAV with 32-bit floats, which keeps every sample as it is.
  case wavFloat32
  /// FLAC of 16-bit integers.
  case flacInteger16
  /// FLAC of 24-bit integers.
  case flacInteger24

  /// Bits of an integer sample, or nil where samples are floats.
  var integerBits: Int? {
    switch self {
    case .wavInteger16, .flacInteger16: 16
    case .wavInteger24, .flacInteger24: 24
    case .wavFloat32: nil
    }
  }

  /// Bytes that one sample takes before compression.
  var bytesPerSample: Int { (integerBits ?? 32) / 8 }
}
