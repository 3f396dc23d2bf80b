/// Which positions an attention may see.
public enum AttentionMask: Sendable {
  /// Every query sees every key.
  case none
  /// A query sees keys up to its own place; with more keys than queries, the last query sees all.
  case causal
  /// Numbers added to the scores before the softmax, `[queries, keys]`; −∞ hides a key, and a query
  /// from which every key is hidden gets zeros.
  case additive(Tensor)
}
