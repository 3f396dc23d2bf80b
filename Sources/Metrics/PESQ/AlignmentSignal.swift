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
    /// The sum is divided by the samples of speech and margins, as in the reference software, and
    /// taken in single precision: where a signal is digital silence, the rounding of this offset is
    /// all that the filters hear, and it votes on delays.
    private static func removeOffset(of signal: inout PaddedSignal) {
      let offset = signal.samples[signal.speech].reduce(0, +) / Float(signal.sampleCount)
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
