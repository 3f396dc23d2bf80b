/// What makes a code the nearest to a vector.
public enum CodeDistance: String, Hashable, Sendable, CaseIterable {
  /// The least Euclidean distance.
  case euclidean
  /// The largest product with a code vector, those being stored with a length of 1 (Yu et al.,
  /// arXiv:2110.04627).
  case cosine
}
