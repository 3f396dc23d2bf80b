import Glibc

/// The tapers that frames are multiplied with before a Fourier transform.
package enum AnalysisWindow {
  /// Hann of period `length`: 0.5 − 0.5 cos(2πn / length), the usual choice for spectra.
  package static func periodicHann(_ length: Int) -> [Double] {
    hann(length, period: length)
  }

  /// Hann whose first and last points are zero: 0.5 − 0.5 cos(2πn / (length − 1)).
  package static func symmetricHann(_ length: Int) -> [Double] {
    hann(length, period: length - 1)
  }

  /// Symmetric Hann of `length + 2` points without its two zero ends.
  package static func hannWithoutEnds(_ length: Int) -> [Double] {
    Array(symmetricHann(length + 2).dropFirst().dropLast())
  }

  /// Kaldi's window: symmetric Hann to the power 0.85.
  package static func povey(_ length: Int) -> [Double] {
    symmetricHann(length).map { pow($0, 0.85) }
  }

  /// A window with zeros around it up to `length`, the odd one of them behind.
  package static func centred(_ window: [Double], in length: Int) -> [Double] {
    precondition(window.count <= length, "a window of \(window.count) samples in \(length)")
    let before = (length - window.count) / 2
    let after = length - window.count - before
    return Array(repeating: 0, count: before) + window + Array(repeating: 0, count: after)
  }

  private static func hann(_ length: Int, period: Int) -> [Double] {
    guard length > 1 else { return Array(repeating: 1, count: max(length, 0)) }
    return (0..<length).map { 0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(period)) }
  }
}
