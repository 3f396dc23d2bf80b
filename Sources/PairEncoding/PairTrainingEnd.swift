/// Why the learning of merges ended.
public enum PairTrainingEnd: String, Hashable, Sendable, Codable {
  /// There are as many merges, or tokens, as were asked for.
  case goalReached = "goal reached"
  /// The target compression is reached.
  case compressionReached = "compression reached"
  /// No pair that the options allow stands there often enough.
  case noPairLeft = "no pair left"
  /// The tokens together are as long, or as large, as a vocabulary may hold.
  case vocabularyFull = "vocabulary full"
}
