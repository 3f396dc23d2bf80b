/// Why a `tokenizer.json` cannot be written or read.
public enum TokenizerFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// More base codes than there are characters.
  case alphabetTooLarge(path: String, size: Int, limit: Int)
  /// Tokens that must not stand in what is encoded, which the format cannot say.
  case holdsScaffolds(path: String, count: Int)
  /// The file is no JSON, or not of this format.
  case malformed(path: String, reason: String)
  /// The file is a tokenizer of another kind.
  case unsupported(path: String, reason: String)

  /// Which file, what is wrong, what to do.
  public var description: String {
    switch self {
    case .alphabetTooLarge(let path, let size, let limit):
      "\(path): an alphabet of \(size) codes does not fit tokenizer.json, where a code is a character and "
        + "\(limit) are left; use the vocabulary file itself"
    case .holdsScaffolds(let path, let count):
      "\(path): the vocabulary has \(count) scaffold tokens, which tokenizer.json cannot hide; "
        + "train without scaffold removal"
    case .malformed(let path, let reason):
      "\(path): \(reason); give a tokenizer.json"
    case .unsupported(let path, let reason):
      "\(path): \(reason); only byte-pair encodings of single characters are read, without "
        + "normalizer, pre-tokenizer, post-processor and dropout"
    }
  }
}
