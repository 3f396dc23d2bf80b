package import TokenStreams

/// Finds the fewest codebooks whose reconstruction reaches a quality.
///
/// Depths are tried from one upward, so what is returned is the least that does; a stack that never
/// reaches the quality is returned whole.
package enum QualitySearch {
  /// Cuts `stack` to the least depth at which `quality` of the cut stack is at least `target`.
  package static func fewestStages(
    of stack: CodeStack, reaching target: Double, quality: (CodeStack) throws -> Double
  ) rethrows -> CodeStack {
    for depth in 1..<max(stack.vocabulary.stageCount, 1) {
      let candidate = stack.prefix(depth: depth)
      if try quality(candidate) >= target { return candidate }
    }
    return stack
  }
}
