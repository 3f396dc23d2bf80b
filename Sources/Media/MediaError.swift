/// Why a picture or a sound could not be read or written, sorted by who is to blame.
public enum MediaError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The bytes claim a format and break its rules.
  case malformed(source: String, format: String, reason: String)
  /// The bytes are of no known format, or use a part of one that is not read here.
  case unsupported(source: String, feature: String)
  /// The media is larger than the limit in force; `flag` is the option that raises it.
  case limitExceeded(source: String, what: String, value: Int, limit: Int, flag: String)
  /// The caller asked for something impossible, such as a resize to no pixels.
  case invalidRequest(reason: String)

  /// One line: which file, what is wrong, what to do.
  public var description: String {
    switch self {
    case .malformed(let source, let format, let reason):
      "\(source): damaged \(format): \(reason); fetch or export the file again"
    case .unsupported(let source, let feature):
      "\(source): \(feature); convert it to PNG, JPEG, WAV or FLAC"
    case .limitExceeded(let source, let what, let value, let limit, let flag):
      "\(source): \(value) \(what) are over the limit of \(limit); raise it with \(flag) if the file is to be trusted"
    case .invalidRequest(let reason):
      reason
    }
  }
}
