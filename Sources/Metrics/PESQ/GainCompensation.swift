extension PESQ {
  /// Forgives part of a slowly varying gain (P.862).
  struct GainCompensation {
    private var previous: Double?

    /// Starts from a gain, or from that of the first frame.
    init(from gain: Double? = nil) { previous = gain }

    /// The factor for a frame of the degraded signal, given the audible powers of both frames.
    mutating func gain(reference: Double, degraded: Double) -> Double {
      let floor = 5e3
      let instant = (reference + floor) / (degraded + floor)
      let smoothed = previous.map { 0.2 * $0 + 0.8 * instant } ?? instant
      previous = smoothed
      return min(max(smoothed, 3e-4), 5)
    }
  }
}
