/// A pair that may be merged, and how often it stands in the corpus.
///
/// Candidates are ordered by who is merged first: the greatest is the most frequent, among equally
/// frequent ones that of the smaller left token, then of the smaller right token.
struct PairCandidate: Comparable {
  /// How often the pair stands in the corpus, overlapping places included.
  var count: Int
  /// The pair.
  var key: UInt64

  static func < (one: PairCandidate, other: PairCandidate) -> Bool {
    one.count != other.count ? one.count < other.count : one.key > other.key
  }

  /// The left token.
  var left: UInt32 { UInt32(truncatingIfNeeded: key >> 32) }

  /// The right token.
  var right: UInt32 { UInt32(truncatingIfNeeded: key) }
}
