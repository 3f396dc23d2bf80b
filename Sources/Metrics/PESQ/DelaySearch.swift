import Media

extension PESQ {
  /// Finds delays between stretches of two signals: by their envelopes roughly, then by their
  /// waveforms to a sample.
  struct DelaySearch {
    let reference: AlignmentSignal
    let degraded: AlignmentSignal
    /// The window that waveform frames are cut out with.
    let window: [Double]
    private let frameTransform: FourierTransform
    private let plans = TransformPlans()

    init(reference: AlignmentSignal, degraded: AlignmentSignal) {
      self.reference = reference
      self.degraded = degraded
      frameTransform = FourierTransform(count: reference.padded.bandwidth.alignmentFrame)
      window = hannWindow(count: frameTransform.count)
    }

    /// Samples in a level window.
    var levelWindow: Int { reference.padded.bandwidth.levelWindow }

    /// The delay of the whole signal by its envelope, in samples.
    func envelopeDelay() -> Int {
      let correlation = CrossCorrelation(
        reference: reference.activity.envelope, degraded: degraded.activity.envelope, by: plans)
      return correlation.peak.lag * levelWindow
    }

    /// What the envelopes of a stretch of reference windows and of the degraded windows at an
    /// estimated delay say.
    func envelopeMatch(of windows: Range<Int>, near estimate: Int) -> EnvelopeMatch {
      let shift = estimate / levelWindow
      let start = max(windows.lowerBound, -shift, 0)
      let stretch = start..<max(start, windows.upperBound)
      let referencePart = Self.part(stretch, of: reference.activity.envelope)
      let degradedPart = Self.part(
        stretch.lowerBound + shift..<stretch.upperBound + shift, of: degraded.activity.envelope)
      guard referencePart.count > 1, degradedPart.count > 1 else {
        return EnvelopeMatch(delay: estimate, correlation: nil)
      }
      let correlation = CrossCorrelation(
        reference: referencePart, degraded: degradedPart, by: plans)
      return EnvelopeMatch(
        delay: estimate + correlation.peak.lag * levelWindow, correlation: correlation)
    }

    /// The delay of a stretch of reference windows by its waveform, near an estimate.
    func waveformDelay(of windows: Range<Int>, near estimate: Int) -> Delay {
      var scan = DelayScan(forwardFrom: windows.lowerBound, near: estimate, in: self)
      return scan.delay(through: windows, windowedBy: window, in: self)
    }

    /// Magnitudes of the circular correlation of two windowed frames, by lag, rounded to single
    /// precision so that what is too faint for it counts as silence.
    func correlationMagnitudes(
      referenceStart: Int, degradedStart: Int, windowedBy window: [Double]
    ) -> [Double] {
      func spectrum(_ signal: PaddedSignal, from start: Int) -> HermitianSpectrum {
        HermitianSpectrum(
          of: signal.frame(from: start, windowedBy: window), by: frameTransform)
      }
      return spectrum(reference.padded, from: referenceStart)
        .correlation(with: spectrum(degraded.padded, from: degradedStart))
        .signal(by: frameTransform)
        .map { Double(Float(abs($0))) }
    }

    private static func part(_ stretch: Range<Int>, of envelope: [Double]) -> [Double] {
      Array(envelope[stretch.clamped(to: envelope.indices)])
    }
  }
}
