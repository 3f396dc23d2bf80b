import Glibc

/// A scale of pitch on which mel filters are evenly spaced.
package enum MelScale: Equatable, Sendable {
  /// Slaney's Auditory Toolbox: 200/3 Hz a mel below 1 kHz, then 27 mels for a factor of 6.4.
  case slaney
  /// The HTK book's 2595 log₁₀(1 + f/700).
  ///
  /// Kaldi's 1127 ln(1 + f/700) is this scale too: a factor moves no filter.
  case htk

  private static let slaneyHertzPerMel = 200.0 / 3
  private static let slaneyBreak = (hertz: 1000.0, mel: 15.0)
  private static let slaneyLogarithmicStep = log(6.4) / 27

  /// The pitch of a frequency.
  package func mel(ofHertz frequency: Double) -> Double {
    switch self {
    case .htk:
      return 2595 * log10(1 + frequency / 700)
    case .slaney:
      guard frequency >= Self.slaneyBreak.hertz else { return frequency / Self.slaneyHertzPerMel }
      return Self.slaneyBreak.mel
        + log(frequency / Self.slaneyBreak.hertz) / Self.slaneyLogarithmicStep
    }
  }

  /// The frequency of a pitch.
  package func hertz(ofMel mel: Double) -> Double {
    switch self {
    case .htk:
      return 700 * (pow(10, mel / 2595) - 1)
    case .slaney:
      guard mel >= Self.slaneyBreak.mel else { return mel * Self.slaneyHertzPerMel }
      return Self.slaneyBreak.hertz
        * exp(Self.slaneyLogarithmicStep * (mel - Self.slaneyBreak.mel))
    }
  }
}
