import Glibc

/// Resampling by a windowed sinc, as torchaudio and julius define it; bits follow the formula.
///
/// With o source to n target samples and B = min(o, n) · rolloff, a source sample at a distance of d
/// source samples weighs sinc(t) · window(t / W) · B/o, t = d·B/o, sinc(t) = sin(πt)/(πt), out to
/// W zero crossings.
package struct WindowedSinc: Sendable {
  /// What tapers the sinc.
  package enum Window: Sendable {
    /// cos²(πu/2)
    case hann
    /// I₀(β √(1-u²)) / I₀(β)
    case kaiser(beta: Double)
  }

  /// The zero crossings W kept on each side.
  package let zeroCrossings: Int
  /// The cut-off as a fraction of the lower Nyquist frequency.
  package let rolloff: Double
  /// What tapers the sinc.
  package let window: Window
  private let edge: PolyphaseFilter.Edge
  private let lengthRule: PolyphaseFilter.LengthRule
  private let isNormalized: Bool

  /// torchaudio's default, `sinc_interp_hann`.
  package static let hann = WindowedSinc(
    zeroCrossings: 6, rolloff: 0.99, window: .hann, edge: .zeros, lengthRule: .roundedUp,
    isNormalized: false)

  /// torchaudio's `sinc_interp_kaiser` with the parameters of resampy's `kaiser_best`.
  package static let kaiserBest = WindowedSinc(
    zeroCrossings: 64, rolloff: 0.9475937167399596, window: .kaiser(beta: 14.769656459379492),
    edge: .zeros, lengthRule: .roundedUp, isNormalized: false)

  /// julius 0.2.8, which audiotools and so the Descript codec resample with.
  package static let julius = WindowedSinc(
    zeroCrossings: 24, rolloff: 0.945, window: .hann, edge: .replicate, lengthRule: .roundedDown,
    isNormalized: true)

  /// The filter for a pair of rates.
  ///
  /// - Throws: `MediaError.invalidRequest` for a pair that would need too large a filter.
  package func filter(_ ratio: RateRatio) throws(MediaError) -> PolyphaseFilter {
    let bandwidth = relativeBandwidth(ratio)
    let reach = Double(zeroCrossings)
    let window = self.window
    return try PolyphaseFilter(
      ratio: ratio, edge: edge, lengthRule: lengthRule, radius: reach / bandwidth,
      normalized: isNormalized
    ) { distance in
      let crossings = distance * bandwidth
      return sinc(crossings) * window.weight(crossings / reach) * bandwidth
    }
  }

  /// How many source samples the published kernels reach to the left: ceil(W·o/B).
  package func kernelWidth(_ ratio: RateRatio) -> Int {
    Int(ceil(Double(zeroCrossings) / relativeBandwidth(ratio)))
  }

  /// B/o, the cut-off in cycles per two source samples.
  private func relativeBandwidth(_ ratio: RateRatio) -> Double {
    let lower = Double(min(ratio.sourceCount, ratio.targetCount))
    return lower * rolloff / Double(ratio.sourceCount)
  }
}

extension WindowedSinc.Window {
  /// The window at u in -1...1, 1 in the middle.
  func weight(_ place: Double) -> Double {
    switch self {
    case .hann:
      let cosine = cos(.pi * place / 2)
      return cosine * cosine
    case .kaiser(let beta):
      return modifiedBessel0(beta * max(0, 1 - place * place).squareRoot()) / modifiedBessel0(beta)
    }
  }
}

/// sin(πt)/(πt), 1 at 0.
func sinc(_ crossings: Double) -> Double {
  crossings == 0 ? 1 : sin(.pi * crossings) / (.pi * crossings)
}

/// The modified Bessel function I₀(x) = Σ ((x/2)^k / k!)², summed until terms no longer count.
func modifiedBessel0(_ value: Double) -> Double {
  var (sum, term, index) = (1.0, 1.0, 1.0)
  while term > sum * 1e-17 {
    let factor = value / (2 * index)
    term *= factor * factor
    sum += term
    index += 1
  }
  return sum
}
