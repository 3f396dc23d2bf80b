import CKernels

/// The weights that make one axis of a picture longer or shorter, for a range of its new places.
///
/// Output i is the sum over t < counts[i] of weights[i * taps + t] times source place
/// starts[i] + t; weights are fixed-point with `TESSERA_RESIZE_FRACTION_BITS` fraction bits.
struct ResizeAxis {
  /// The first source place of each output.
  private(set) var starts: [Int32] = []
  /// How many source places each output needs.
  private(set) var counts: [Int32] = []
  /// `[outputs, taps]`, 0 after an output's count.
  private(set) var weights: [Int32] = []
  /// The stride of ``weights``.
  let taps: Int

  /// Weights for the places `window` of an axis of `source` places resized to `target`.
  ///
  /// With scale = source / target, output i is centred at (i + 0.5) * scale; the filter is stretched
  /// by max(scale, 1) and its weights divided by their sum, so that an edge renormalises.
  init(from source: Int, to target: Int, filter: ResizeFilter, window: Range<Int>) {
    let scale = Double(source) / Double(target)
    let stretch = max(scale, 1)
    let support = filter.support * stretch
    // Multiplying by the reciprocal, not dividing, decides which taps fall on the edge of a box.
    let reciprocal = 1 / stretch
    taps = min(2 * Int(support.rounded(.up)) + 1, source)
    var floating = [Double](repeating: 0, count: taps)
    for output in window {
      let center = (Double(output) + 0.5) * scale
      let start = max(Int(center - support + 0.5), 0)
      let count = min(Int(center + support + 0.5), source) - start
      var sum = 0.0
      for tap in 0..<count {
        floating[tap] = filter.weight(at: (Double(tap + start) - center + 0.5) * reciprocal)
        sum += floating[tap]
      }
      starts.append(Int32(start))
      counts.append(Int32(count))
      for tap in 0..<taps {
        weights.append(tap < count ? Self.fixedPoint(sum == 0 ? 0 : floating[tap] / sum) : 0)
      }
    }
  }

  private static func fixedPoint(_ weight: Double) -> Int32 {
    Int32((weight * Double(1 << TESSERA_RESIZE_FRACTION_BITS)).rounded())
  }

  /// The source places that all outputs together need.
  var needed: Range<Int> {
    let ends = zip(starts, counts).map { Int($0 + $1) }
    return (starts.min().map(Int.init) ?? 0)..<(ends.max() ?? 0)
  }
}
