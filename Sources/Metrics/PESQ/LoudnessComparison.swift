import Glibc

extension PESQ {
  /// Measures how different frames of band powers sound (P.862).
  struct LoudnessComparison {
    private let analysis: BarkAnalysis
    private let scale: LoudnessScale
    private let widths: [Double]

    init(over bandwidth: Bandwidth, analysis: BarkAnalysis) {
      self.analysis = analysis
      scale = LoudnessScale(over: bandwidth.bands)
      widths = bandwidth.bands.map(\.width)
    }

    /// Compares consecutive frames of band powers `[frame][band]`, following the gain from
    /// `gain` on.
    func disturbances(
      reference: some Collection<[Double]>, degraded: [[Double]], from gain: GainCompensation
    ) -> [FrameDisturbance] {
      var gain = gain
      return zip(reference, degraded).map { reference, degraded in
        let factor = gain.gain(
          reference: analysis.audiblePower(of: reference, above: 1),
          degraded: analysis.audiblePower(of: degraded, above: 1))
        return disturbance(reference: reference, degraded: degraded.map { $0 * factor })
      }
    }

    private func disturbance(reference: [Double], degraded: [Double]) -> FrameDisturbance {
      let differences = zip(scale.loudness(of: reference), scale.loudness(of: degraded))
        .map(Self.audibleDifference)
      let weighted = zip(differences, zip(reference, degraded)).map { difference, powers in
        difference * Self.asymmetry(reference: powers.0, degraded: powers.1)
      }
      return FrameDisturbance(
        symmetric: quadraticMean(of: differences), asymmetric: integral(of: weighted))
    }

    /// The difference in loudness less what is masked: a quarter of the softer one.
    private static func audibleDifference(reference: Double, degraded: Double) -> Double {
      let masked = 0.25 * min(reference, degraded)
      let difference = degraded - reference
      return difference > 0 ? max(difference - masked, 0) : min(difference + masked, 0)
    }

    /// Added power disturbs more than missing power: 0 unless clearly more was added, at most 12.
    private static func asymmetry(reference: Double, degraded: Double) -> Double {
      let ratio = pow((degraded + 50) / (reference + 50), 1.2)
      return ratio < 3 ? 0 : min(ratio, 12)
    }

    /// W √(Σ (|d| w)² / W) over all bands but the lowest, with widths w and their sum W.
    private func quadraticMean(of differences: [Double]) -> Double {
      let total = widths.dropFirst().reduce(0, +)
      let squares = zip(differences, widths).dropFirst().reduce(0) { sum, pair in
        let area = pair.0 * pair.1
        return sum + area * area
      }
      return total * sqrt(squares / total)
    }

    /// Σ |d| w over all bands but the lowest, with widths w.
    private func integral(of differences: [Double]) -> Double {
      zip(differences, widths).dropFirst().reduce(0) { $0 + abs($1.0) * $1.1 }
    }
  }
}
