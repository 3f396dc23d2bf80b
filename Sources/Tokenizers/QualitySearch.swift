package import TokenStreams

/// Finds the fewest codebooks whose reconstruction reaches a quality.
///
/// Depths are tried from one upward, so what is found is the least that does; a stack that never
/// reaches the quality is kept whole.
package struct QualitySearch: Sendable, Equatable {
  /// The codes that are kept.
  package let stack: CodeStack
  /// Whether they reach the quality.
  package let reachesTarget: Bool

  /// Cuts `stack` to the least depth at which `quality` of the cut stack is at least `target`.
  package init(
    of stack: CodeStack, reaching target: Double, quality: (CodeStack) throws -> Double
  ) rethrows {
    for depth in 1...stack.vocabulary.stageCount {
      let candidate = stack.prefix(depth: depth)
      if try quality(candidate) >= target {
        self.stack = candidate
        reachesTarget = true
        return
      }
    }
    self.stack = stack
    reachesTarget = false
  }
}
