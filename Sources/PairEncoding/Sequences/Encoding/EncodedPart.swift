import TokenStreams

/// Sequences that one thread has made, the last of them perhaps unfinished.
struct EncodedPart: Sendable {
  /// What they hold, one behind the other.
  let tokens: [UInt32]
  /// Where each finished sequence ends in ``tokens``.
  let ends: [Int]

  /// The sequences of all parts; one that a part leaves unfinished goes on in the next.
  static func joined(_ parts: [EncodedPart]) throws -> TokenSequences {
    var tokens: [UInt32] = []
    tokens.reserveCapacity(parts.reduce(0) { $0 + $1.tokens.count })
    var offsets = [0]
    offsets.reserveCapacity(parts.reduce(1) { $0 + $1.ends.count })
    for part in parts {
      for end in part.ends { offsets.append(tokens.count + end) }
      tokens += part.tokens
    }
    return try TokenSequences(tokens: tokens, offsets: offsets)
  }
}
