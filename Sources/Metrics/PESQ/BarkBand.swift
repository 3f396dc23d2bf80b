extension PESQ {
  /// A critical band of hearing, as P.862 tabulates it.
  struct BarkBand {
    /// Spectrum bins summed into the band.
    let binCount: Int
    /// Makes up for the bins being fewer or more than the band is wide.
    let powerCorrection: Double
    /// The faintest power that is heard.
    let hearingThreshold: Double
    /// Width in Bark.
    let width: Double

    init(_ binCount: Int, _ powerCorrection: Double, _ hearingThreshold: Double, _ width: Double) {
      self.binCount = binCount
      self.powerCorrection = powerCorrection
      self.hearingThreshold = hearingThreshold
      self.width = width
    }

    /// The centres of bands in Bark; bands stand side by side from 0.
    static func centres(of bands: [BarkBand]) -> [Double] {
      var edge = 0.0
      return bands.map { band in
        defer { edge += band.width }
        return edge + band.width / 2
      }
    }

    /// The 42 bands up to 4 kHz; the last takes one bin less than at 16 kHz.
    static let narrow: [BarkBand] =
      wide.prefix(41) + [BarkBand(11, 59.248363, 0.524807, 0.536934)]

    /// The 49 bands up to 8 kHz.
    static let wide: [BarkBand] = [
      BarkBand(1, 100, 51_286_152, 0.157344),
      BarkBand(1, 99.999992, 2_454_709.5, 0.317994),
      BarkBand(1, 100, 70_794.59375, 0.322441),
      BarkBand(1, 100.000008, 4897.788574, 0.326934),
      BarkBand(1, 100.000008, 1174.897705, 0.331474),
      BarkBand(1, 100.000015, 389.045166, 0.336061),
      BarkBand(1, 99.999992, 104.71286, 0.340697),
      BarkBand(1, 99.999969, 45.70882, 0.345381),
      BarkBand(2, 50.000027, 17.782795, 0.350114),
      BarkBand(1, 100, 9.772372, 0.354897),
      BarkBand(1, 99.999969, 4.897789, 0.359729),
      BarkBand(1, 100.000015, 3.090296, 0.364611),
      BarkBand(1, 99.999947, 1.905461, 0.369544),
      BarkBand(1, 100.000061, 1.258925, 0.374529),
      BarkBand(2, 53.047077, 0.977237, 0.379565),
      BarkBand(1, 110.000046, 0.724436, 0.384653),
      BarkBand(1, 117.991989, 0.562341, 0.389794),
      BarkBand(2, 65, 0.457088, 0.394989),
      BarkBand(2, 68.760147, 0.389045, 0.400236),
      BarkBand(2, 69.999931, 0.331131, 0.405538),
      BarkBand(2, 71.428818, 0.295121, 0.410894),
      BarkBand(2, 75.000038, 0.269153, 0.416306),
      BarkBand(2, 76.843384, 0.25704, 0.421773),
      BarkBand(2, 80.968781, 0.251189, 0.427297),
      BarkBand(2, 88.646126, 0.251189, 0.432877),
      BarkBand(3, 63.864388, 0.251189, 0.438514),
      BarkBand(3, 68.15535, 0.251189, 0.444209),
      BarkBand(3, 72.547775, 0.263027, 0.449962),
      BarkBand(3, 75.584831, 0.288403, 0.455774),
      BarkBand(4, 58.379192, 0.30903, 0.461645),
      BarkBand(3, 80.950836, 0.338844, 0.467577),
      BarkBand(4, 64.135651, 0.371535, 0.473569),
      BarkBand(5, 54.384785, 0.398107, 0.479621),
      BarkBand(4, 73.821884, 0.436516, 0.485736),
      BarkBand(5, 64.437073, 0.467735, 0.491912),
      BarkBand(6, 59.176456, 0.489779, 0.498151),
      BarkBand(6, 65.521278, 0.501187, 0.504454),
      BarkBand(7, 61.399822, 0.501187, 0.510819),
      BarkBand(8, 58.144047, 0.512861, 0.51725),
      BarkBand(9, 57.004543, 0.524807, 0.523745),
      BarkBand(9, 64.126297, 0.524807, 0.530308),
      BarkBand(12, 54.311001, 0.524807, 0.536934),
      BarkBand(12, 61.114979, 0.512861, 0.543629),
      BarkBand(15, 55.077751, 0.47863, 0.55039),
      BarkBand(16, 56.849335, 0.42658, 0.55722),
      BarkBand(18, 55.628868, 0.371535, 0.564119),
      BarkBand(21, 53.137054, 0.363078, 0.571085),
      BarkBand(25, 54.985844, 0.416869, 0.578125),
      BarkBand(20, 79.546974, 0.537032, 0.585232),
    ]
  }
}
