import Glibc

extension PESQ {
  /// Averages disturbances over time into a raw score (P.862).
  struct DisturbanceAverage {
    let frames: AuditoryFrames

    /// 4.5 − 0.1 D − 0.0309 A with the mean symmetric and asymmetric disturbances D and A.
    func rawScore(of disturbances: [FrameDisturbance]) -> Double {
      4.5 - 0.1 * mean(of: disturbances.map(\.symmetric))
        - 0.0309 * mean(of: disturbances.map(\.asymmetric))
    }

    /// The quadratic mean, weighted by time, of the sixth-power means of stretches of 20 frames;
    /// stretches overlap by half, and the frames missing in the last ones count as undisturbed.
    private func mean(of values: [Double]) -> Double {
      var total = 0.0
      var totalWeight = 0.0
      for start in stride(from: frames.first, through: frames.last, by: Self.stretch / 2) {
        let end = min(start + Self.stretch - 1, frames.last)
        let sum = values[start...end].reduce(0) { $0 + pow($1, 6) }
        let syllable = pow(sum / Double(Self.stretch), 1.0 / 6)
        let weight = timeWeight(at: start - frames.first)
        total += (weight * syllable) * (weight * syllable)
        totalWeight += weight * weight
      }
      return sqrt(total / totalWeight)
    }

    /// In signals of more than 1000 frames, 16 s, what was heard last weighs more.
    private func timeWeight(at frame: Int) -> Double {
      guard frames.last + 1 > 1000 else { return 1 }
      let count = Double(frames.speechCount)
      let slope = min((count - 1000) / 5500, 0.5)
      return 1 - slope + slope * Double(frame) / count
    }

    /// Frames in a stretch about as long as a syllable.
    private static let stretch = 20
  }
}
