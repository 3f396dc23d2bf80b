/// The mean absolute difference of samples (L1); 0 for identical signals.
package struct WaveformDistance: AudioMetric {
  /// Makes the metric; it has no parameters.
  package init() {}

  /// What is computed, for printing.
  package var protocolText: String {
    "waveform L1: mean absolute difference of samples, reference first"
  }

  /// Mean of |reference − estimate|.
  package func callAsFunction(_ pair: SignalPair) -> Double {
    SignalPair.meanAbsoluteDifference(pair.reference, pair.estimate)
  }
}
