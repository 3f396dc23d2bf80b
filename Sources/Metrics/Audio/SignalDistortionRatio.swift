import Glibc

/// The energy of the reference over that of the error, in decibels: SNR, or SI-SDR where the
/// reference is first scaled to fit the estimate (Le Roux et al., arXiv:1811.02508).
///
/// 10 log₁₀(|s|² / (|e|² + ε) + ε), s = α · reference, e = estimate − s, ε = 1e-8. With these ε
/// every pair of finite signals has a finite ratio: identical ones about 80 dB above their energy
/// (10 log₁₀(|s|² / ε)), and a silent reference −80 dB, whatever the estimate.
package struct SignalDistortionRatio: AudioMetric {
  /// How α is found.
  package enum Scaling: Equatable, Sendable {
    /// α = 1: plain SNR.
    case none
    /// α = ⟨estimate, reference⟩ / (⟨reference, reference⟩ + ε).
    case projection
    /// The Descript Audio Codec's: ε is also added to the numerator.
    case regularizedProjection
  }

  /// SI-SDR with the means removed (auraloss, torchmetrics `zero_mean=True`).
  package static let scaleInvariant = SignalDistortionRatio(
    scaling: .projection, removesMean: true)
  /// SI-SDR of the signals as they are.
  package static let scaleInvariantKeepingMean = SignalDistortionRatio(
    scaling: .projection, removesMean: false)
  /// The Descript Audio Codec's SI-SDR, means removed.
  package static let descriptScaleInvariant = SignalDistortionRatio(
    scaling: .regularizedProjection, removesMean: true)
  /// SNR with the means removed.
  package static let signalToNoise = SignalDistortionRatio(scaling: .none, removesMean: true)

  /// How the reference is scaled to the estimate.
  package let scaling: Scaling
  /// Whether each signal's mean is subtracted first.
  package let removesMean: Bool
  private static let epsilon = 1e-8

  /// Chooses a variant; the named ones are those in use.
  package init(scaling: Scaling, removesMean: Bool) {
    self.scaling = scaling
    self.removesMean = removesMean
  }

  /// What is computed, for printing.
  package var protocolText: String {
    let name =
      switch scaling {
      case .none: "SNR"
      case .projection: "SI-SDR"
      case .regularizedProjection: "SI-SDR as in the Descript Audio Codec"
      }
    return "\(name) in dB, means \(removesMean ? "removed" : "kept"), ε 1e-8, reference first"
  }

  /// The ratio in dB, always finite.
  package func callAsFunction(_ pair: SignalPair) -> Double {
    let reference = centred(pair.reference)
    let estimate = centred(pair.estimate)
    let scale = scale(of: reference, to: estimate)
    var signal = 0.0
    var error = 0.0
    for index in reference.indices {
      let target = scale * reference[index]
      let residual = estimate[index] - target
      signal += target * target
      error += residual * residual
    }
    return 10 * log10(signal / (error + Self.epsilon) + Self.epsilon)
  }

  private func centred(_ samples: [Float]) -> [Double] {
    let values = samples.map(Double.init)
    guard removesMean else { return values }
    let mean = values.reduce(0, +) / Double(values.count)
    return values.map { $0 - mean }
  }

  private func scale(of reference: [Double], to estimate: [Double]) -> Double {
    var product = 0.0
    var energy = 0.0
    for index in reference.indices {
      product += estimate[index] * reference[index]
      energy += reference[index] * reference[index]
    }
    switch scaling {
    case .none: return 1
    case .projection: return product / (energy + Self.epsilon)
    case .regularizedProjection: return (product + Self.epsilon) / (energy + Self.epsilon)
    }
  }
}
