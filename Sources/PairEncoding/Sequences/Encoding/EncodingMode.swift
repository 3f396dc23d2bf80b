/// How codes are cut into tokens; whatever the way, the tokens decode to the same codes.
public enum EncodingMode: Hashable, Sendable {
  /// As the merges were learned: the pair of the lowest rank first, the leftmost of its places
  /// first, until no pair merges.
  case mergeOrder
  /// From the left, always the longest token that fits.
  case longestMatch
  /// As few tokens as possible; among equally few, the first is as long as it can be, then the
  /// second, and so on.
  case fewestTokens
  /// As ``mergeOrder``, but by chance (Provilkov, Emelianenko and Voita, "BPE-Dropout: Simple and
  /// Effective Subword Regularization", arXiv 1910.13267): in each step every pair is set aside with
  /// this probability and the first of the others merges; the last step is the one in which all are
  /// set aside.
  ///
  /// Probability 0 gives the tokens of ``mergeOrder``, 1 the codes as they are. What chance does to a
  /// sequence depends on the seed and on the sequence's index alone.
  case dropout(probability: Double, seed: UInt64)
}
