/// A number that says how far an estimate of a mono signal is from the reference.
package protocol AudioMetric: Sendable {
  /// What is computed and with which parameters, to be printed beside the number.
  var protocolText: String { get }

  /// The number for one pair of signals.
  ///
  /// - Throws: `MediaError.invalidRequest` for signals too short to be measured.
  func callAsFunction(_ pair: SignalPair) throws -> Double
}
