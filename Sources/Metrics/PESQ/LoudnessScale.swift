import Glibc

extension PESQ {
  /// Zwicker's law: from power in a critical band to loudness (P.862).
  struct LoudnessScale {
    /// The law's constants for one band.
    private struct Band {
      let threshold: Double
      let exponent: Double
      let factor: Double
    }

    private let bands: [Band]

    init(over bands: [BarkBand]) {
      self.bands = zip(bands, BarkBand.centres(of: bands)).map { band, centre in
        let exponent = 0.23 * Self.steepening(at: centre)
        return Band(
          threshold: band.hearingThreshold, exponent: exponent,
          factor: Self.unit * pow(band.hearingThreshold / 0.5, exponent))
      }
    }

    /// Loudness in each band: S (P₀/½)^γ ((½ + ½ P/P₀)^γ − 1) above the threshold P₀, else 0.
    func loudness(of powers: [Double]) -> [Double] {
      zip(powers, bands).map { power, band in
        guard power > band.threshold else { return 0 }
        return band.factor * (pow(0.5 + 0.5 * power / band.threshold, band.exponent) - 1)
      }
    }

    /// Below 4 Bark loudness grows faster.
    private static func steepening(at centre: Double) -> Double {
      pow(centre < 4 ? min(6 / (centre + 2), 2) : 1, 0.15)
    }

    /// Makes a tone of 1 kHz at 40 dB one sone loud.
    private static let unit = 0.1866055
  }
}
