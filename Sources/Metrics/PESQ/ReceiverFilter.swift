extension PESQ {
  /// What stands between the signal and the listener's ear.
  enum ReceiverFilter {
    /// A telephone handset (P.862).
    case handset
    /// Headphones (P.862.2).
    case headphones

    /// Replaces a signal by what the listener hears of it.
    func apply(to signal: inout PaddedSignal) {
      switch self {
      case .handset:
        let heard = FrequencyResponse.handset.filtered(signal)
        signal.samples.replaceSubrange(signal.speechAndTail, with: heard.map(Float.init))
      case .headphones:
        Self.fade(&signal)
        FilterCascade.headphones.apply(to: &signal.samples, in: signal.speech)
      }
    }

    /// Fades the first and last 15 samples, so that the high-pass meets no edge.
    private static func fade(_ signal: inout PaddedSignal) {
      for step in 1..<16 {
        let gain = Float(step) / 16
        signal.samples[signal.speech.lowerBound + step - 1] *= gain
        signal.samples[signal.speech.upperBound - step] *= gain
      }
    }
  }
}
