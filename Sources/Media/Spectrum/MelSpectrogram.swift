import Glibc

/// Spectra of overlapping frames summed into mel bands, optionally as logarithms.
///
/// The named front ends (``librosa(_:)``, ``vocos(_:)`` …) choose the parts as the projects do that
/// models were trained with.
package struct MelSpectrogram: Sendable {
  /// What of a Fourier bin is summed.
  package enum Measure: Equatable, Sendable {
    /// |X|².
    case power
    /// √(|X|² + `stabilizer`).
    case magnitude(stabilizer: Float)
  }

  /// What is done to a band's sum.
  package enum Compression: Equatable, Sendable {
    case none
    /// ln(max(sum, `floor`)).
    case naturalLogarithm(floor: Float)
    /// log₁₀(max(sum, `floor`)).
    case commonLogarithm(floor: Float)
  }

  private let transform: ShortTimeFourierTransform
  private let bank: FilterBank
  private let measure: Measure
  private let compression: Compression

  /// Joins a transform and a bank for its bins.
  package init(
    transform: ShortTimeFourierTransform, bank: FilterBank, measure: Measure,
    compression: Compression = .none
  ) {
    precondition(
      transform.binCount == bank.binCount,
      "\(transform.binCount) Fourier bins for a bank of \(bank.binCount)")
    self.transform = transform
    self.bank = bank
    self.measure = measure
    self.compression = compression
  }

  /// The mel spectrogram of a mono signal, `[frames, bands]`.
  ///
  /// - Throws: `MediaError.invalidRequest` for a signal too short for one frame or its padding.
  package func callAsFunction(_ signal: [Float]) throws -> Spectrogram {
    var values = [Float]()
    try transform.forEachFrame(of: signal) { spectrum in
      if case .magnitude(let stabilizer) = measure {
        for bin in spectrum.indices { spectrum[bin] = (spectrum[bin] + stabilizer).squareRoot() }
      }
      bank.append(bandsOf: spectrum, to: &values)
    }
    let bands = Spectrogram(bandCount: bank.bandCount, values: values)
    switch compression {
    case .none: return bands
    case .naturalLogarithm(let floor): return bands.mapValues { log(max($0, floor)) }
    case .commonLogarithm(let floor): return bands.mapValues { log10(max($0, floor)) }
    }
  }
}
