import Media

/// Short-time objective intelligibility (Taal et al., 2011) and its extended form (Jensen and Taal,
/// 2016), with the steps and constants of pystoi.
///
/// Both signals go to 10 kHz, lose the frames where the reference is silent, and become third-octave
/// bands; segments of 30 frames are correlated. 1 for identical signals, near 0 for unrelated ones,
/// 0 when a signal is silent, 1e-5 when fewer than 30 frames are left.
package struct STOI: AudioMetric {
  /// How segments are compared.
  package enum Variant: Equatable, Sendable {
    /// Band by band, degraded energies scaled to the clean ones and clipped.
    case plain
    /// All bands together, normalised over time and then over bands.
    case extended
  }

  /// The rate all steps work at, samples a second.
  package static let workingRate = 10_000
  /// Frames of one segment: 384 ms.
  static let segmentLength = 30
  private static let tooShortScore = 1e-5

  /// Samples a second of the signals given.
  package let sampleRate: Int
  /// How segments are compared.
  package let variant: Variant
  private let resampler: OctaveResampler
  private let bands: ThirdOctaveBands

  /// Prepares the filters.
  ///
  /// - Throws: `MediaError.invalidRequest` for a sample rate that is not resampled here.
  package init(sampleRate: Int, variant: Variant = .plain) throws {
    self.sampleRate = sampleRate
    self.variant = variant
    resampler = try OctaveResampler(from: sampleRate, to: Self.workingRate)
    bands = try ThirdOctaveBands()
  }

  /// What is computed, for printing.
  package var protocolText: String {
    let name = variant == .plain ? "STOI" : "extended STOI"
    return "\(name) as in pystoi, \(sampleRate) Hz resampled to \(Self.workingRate) Hz, reference"
      + " first"
  }

  /// The intelligibility of the estimate.
  ///
  /// - Throws: what ``ThirdOctaveBands`` throws.
  package func callAsFunction(_ pair: SignalPair) throws -> Double {
    let active = activeSignals(
      try SignalPair(reference: resampled(pair.reference), estimate: resampled(pair.estimate)))
    let reference = try bands(active.reference)
    guard reference.frameCount >= Self.segmentLength else { return Self.tooShortScore }
    let correlation = SegmentCorrelation(
      reference: reference, estimate: try bands(active.estimate))
    return variant == .plain ? correlation.plain() : correlation.extended()
  }

  /// A signal at the working rate.
  package func resampled(_ signal: [Float]) -> [Float] { resampler(signal) }

  /// Both signals, at the working rate, without the frames where the reference is silent.
  package func activeSignals(_ pair: SignalPair) -> (reference: [Float], estimate: [Float]) {
    let frames = ActiveFrames(of: pair.reference)
    return (frames.overlapAdded(from: pair.reference), frames.overlapAdded(from: pair.estimate))
  }
}
