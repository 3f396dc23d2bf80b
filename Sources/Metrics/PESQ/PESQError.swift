/// Why two signals have no PESQ score.
package enum PESQError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Which of the two signals is meant.
  package enum Signal: String, Sendable {
    case reference, degraded
  }

  /// Less than a quarter of a second of samples.
  case tooShort(Signal, sampleCount: Int, minimum: Int)
  /// A sample is infinite or not a number.
  case notFinite(Signal, index: Int)
  /// No sound between 300 and 3400 Hz, so that no level can be set.
  case silent(Signal)
  /// No stretch of speech of at least 0.2 seconds stands in the reference and overlaps the
  /// degraded signal.
  case noUtterances

  /// One line: which signal, what is wrong, what to do.
  package var description: String {
    switch self {
    case .tooShort(let signal, let sampleCount, let minimum):
      "PESQ: the \(signal.rawValue) signal has \(sampleCount) samples; give at least \(minimum)"
    case .notFinite(let signal, let index):
      "PESQ: sample \(index) of the \(signal.rawValue) signal is not finite; repair the signal"
    case .silent(let signal):
      "PESQ: the \(signal.rawValue) signal is silent in the speech band; leave it out"
    case .noUtterances:
      "PESQ: no utterance of 0.2 seconds was found; compare longer stretches of speech"
    }
  }
}
