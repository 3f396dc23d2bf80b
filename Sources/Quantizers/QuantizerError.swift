/// Why a quantizer could not be learned or used.
public enum QuantizerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There are fewer vectors to learn from than codes to learn.
  case tooFewVectors(found: Int, needed: Int)

  /// What was wrong and what to do.
  public var description: String {
    switch self {
    case .tooFewVectors(let found, let needed):
      "\(found) vectors cannot teach \(needed) codes; give more data or ask for a smaller codebook"
    }
  }
}
