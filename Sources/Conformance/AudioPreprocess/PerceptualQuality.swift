import Metrics

/// The PESQ scores of an intelligibility case: wide band at 16 kHz, narrow band at 8 kHz.
enum PerceptualQuality {
  /// A re-implementation is not expected to follow the ITU's program bit by bit.
  private static let tolerance = GoldenTolerance.absolute(0.02, unit: "MOS")

  static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    let wideReference = try golden.samples("clean")
    let narrowReference = try golden.samples("clean8k")
    let wide = try golden.items(after: "degraded.").map { item in
      let degraded = try golden.samples("degraded." + item)
      return try tolerance.comparison(
        "pesq_wb." + item, [PESQ.wideBand(reference: wideReference, degraded: degraded)],
        with: golden)
    }
    let narrow = try golden.items(after: "degraded8k.").map { item in
      let degraded = try golden.samples("degraded8k." + item)
      return try tolerance.comparison(
        "pesq_nb." + item, [PESQ.narrowBand(reference: narrowReference, degraded: degraded)],
        with: golden)
    }
    return wide + narrow
  }
}
