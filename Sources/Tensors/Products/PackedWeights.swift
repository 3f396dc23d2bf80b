/// Whether weights stay packed for the next pass.
public enum PackedWeights: Sendable {
  /// They do: every later pass finds them as the kernels want them.
  case kept
  /// They don't: each product packs its weight into memory that the next one uses again. For a
  /// single pass, where half a second would go into pages for gigabytes of packed weights.
  case passing

  /// What products of the current task do.
  @TaskLocal public static var current = PackedWeights.kept
}
