extension PESQ {
  /// A delay of the degraded signal and how sure it is.
  struct Delay {
    /// What the envelopes said, in samples.
    let estimate: Int
    /// What the waveforms said, in samples.
    let samples: Int
    /// The share of the votes for it, 0 to 1.
    let confidence: Double
  }

  /// The delay of a stretch by its envelope.
  struct EnvelopeMatch {
    /// In samples; the estimate when too little of either signal was there to correlate.
    let delay: Int
    /// The correlation of the envelopes, if there was one.
    let correlation: CrossCorrelation?
  }
}
