extension PESQ {
  /// A signal as the delay search sees it: band-passed, with its speech marked.
  struct AlignmentSignal {
    let padded: PaddedSignal
    let activity: SpeechActivity

    /// Filters a copy of a signal and detects its speech.
    init(_ signal: PaddedSignal) {
      var filtered = signal
      Self.removeOffset(of: &filtered)
      filtered.bandwidth.alignmentFilter.apply(
        to: &filtered.samples, in: filtered.samples.indices)
      padded = filtered
      activity = SpeechActivity(in: filtered)
    }

    /// Takes the mean off the speech and fades its first and last level window.
    ///
    /// The sum is divided by the samples of speech and margins, as the reference software does.
    private static func removeOffset(of signal: inout PaddedSignal) {
      let sum = signal.samples[signal.speech].reduce(0) { $0 + Double($1) }
      let offset = Float(sum / Double(signal.sampleCount))
      for index in signal.speech { signal.samples[index] -= offset }

      let length = signal.bandwidth.levelWindow
      for step in 0..<length {
        let gain = (0.5 + Float(step)) / Float(length)
        signal.samples[signal.speech.lowerBound + step] *= gain
        signal.samples[signal.speech.upperBound - 1 - step] *= gain
      }
    }
  }
}
