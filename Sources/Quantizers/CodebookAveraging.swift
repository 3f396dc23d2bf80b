/// How a codebook follows the vectors that it codes: by exponential moving averages of how many
/// vectors take a code and of their sum (van den Oord et al., arXiv:1711.00937, appendix A.1), with
/// codes that hardly anything takes put where vectors are (Dhariwal et al., arXiv:2005.00341).
public struct CodebookAveraging: Hashable, Sendable {
  /// How much of the old averages stays.
  public let decay: Double
  /// Added to each average number, so that rare codes are not divided by next to nothing (Laplace
  /// smoothing).
  public let epsilon: Double
  /// Codes that fewer vectors of a batch take on average are dead; 0 for none.
  public let leastClusterSize: Float

  /// Sets the pace.
  public init(decay: Double = 0.8, epsilon: Double = 1e-5, leastClusterSize: Float = 0) {
    precondition(
      (0...1).contains(decay) && epsilon >= 0 && leastClusterSize >= 0,
      "decay \(decay), epsilon \(epsilon), least size \(leastClusterSize)")
    self.decay = decay
    self.epsilon = epsilon
    self.leastClusterSize = leastClusterSize
  }
}
