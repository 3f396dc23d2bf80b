extension PESQ {
  /// Forgives part of a steady difference in frequency response (P.862).
  struct TransferCompensation {
    private let gains: [Double]

    /// Compares mean band powers of frames in which the reference is heard.
    ///
    /// - Parameters:
    ///   - reference: Band powers `[frame][band]`.
    ///   - degraded: Band powers of the same frames.
    ///   - isSilent: The frames left out.
    ///   - count: What the sums are divided by.
    ///   - bands: The critical bands.
    init(
      reference: [[Double]], degraded: [[Double]], isSilent: [Bool], averagedOver count: Int,
      bands: [BarkBand]
    ) {
      func means(of powers: [[Double]]) -> [Double] {
        var sums = Array(repeating: 0.0, count: bands.count)
        for (frame, silent) in zip(powers, isSilent) where !silent {
          for band in bands.indices where frame[band] > 100 * bands[band].hearingThreshold {
            sums[band] += frame[band]
          }
        }
        return sums.map { $0 / Double(count) }
      }
      gains = zip(means(of: reference), means(of: degraded)).map { reference, degraded in
        min(max((degraded + Self.floor) / (reference + Self.floor), 0.01), 100)
      }
    }

    /// Reference powers as they would be after the degraded signal's frequency response.
    func applied(to powers: [Double]) -> [Double] {
      zip(powers, gains).map(*)
    }

    private static let floor = 1000.0
  }
}
