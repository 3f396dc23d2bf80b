/// How tokens are chosen to cover a grid; whatever the choice, decoding gives the same grid back.
public enum GridEncodingMode: Hashable, Sendable {
  /// Merges in the order in which they were trained: the lowest rank first, wherever it can be made, in
  /// raster order of first tokens.
  case mergeOrder
  /// As ``mergeOrder``, but each time a merge could be made it is left out with a probability, for good
  /// at that place.
  ///
  /// What is left out depends on the seed, the index of the grid, the merge and the place, so it is the
  /// same on any number of threads. Probability 0 is ``mergeOrder``, probability 1 leaves base codes.
  /// After BPE-dropout (arXiv:1910.13267), which draws anew after every merge: in a word that leaves
  /// merges out, in a grid of a thousand cells nearly all of them would be made in the end.
  case dropout(probability: Double, seed: UInt64)
  /// Without regard to the order of merges: at the first empty cell in raster order, the token with the
  /// most cells of those that fit there; of equally large ones the lowest.
  case largestShapeFirst

  /// Refuses a probability outside 0...1.
  func check() throws(GridPairError) {
    guard case .dropout(let probability, _) = self, !(0...1).contains(probability) else { return }
    throw .impossibleOption(
      name: "the probability of dropout", value: "\(probability)", range: "in 0...1")
  }
}

/// Draws that depend on where they are made and on nothing else.
struct DropoutDraw {
  let probability: Double
  let seed: UInt64
  let grid: Int

  /// Whether a merge is left out at a cell.
  func drops(rank: Int, cell: Int) -> Bool {
    var bits = SplitMix64.mixed(seed &+ SplitMix64.increment)
    bits = SplitMix64.mixed(bits ^ UInt64(grid))
    bits = SplitMix64.mixed(bits ^ (UInt64(rank) << 32 | UInt64(cell)))
    return Double(bits >> 11) * 0x1p-53 < probability
  }
}
