import Glibc

extension PESQ {
  /// How different a frame sounds.
  struct FrameDisturbance {
    /// All differences.
    var symmetric = 0.0
    /// Weighted by how much of the difference was added.
    var asymmetric = 0.0

    /// Both measures, taken from the smaller of two comparisons of the same frame.
    func minimum(with other: FrameDisturbance) -> FrameDisturbance {
      FrameDisturbance(
        symmetric: min(symmetric, other.symmetric),
        asymmetric: min(asymmetric, other.asymmetric))
    }

    /// The disturbance in a frame whose reference has this audible power: differences in silence
    /// weigh more, and none weighs more than 45 (P.862).
    func weighted(forPower power: Double) -> FrameDisturbance {
      let weight = pow((power + 1e5) / 1e7, 0.04)
      return FrameDisturbance(
        symmetric: min(symmetric / weight, 45), asymmetric: min(asymmetric / weight, 45))
    }
  }
}
