extension PESQ {
  /// Frames walking through two signals at a fixed delay, collecting votes on how far it is off.
  ///
  /// A scan can stop at one bound, report, and walk on to the next.
  struct DelayScan {
    private let estimate: Int
    private let step: Int
    private var referenceStart: Int
    private var histogram: DelayHistogram

    /// Walks to the right, from the start of a level window or where the degraded signal begins.
    init(forwardFrom window: Int, near estimate: Int, in search: DelaySearch) {
      let frame = search.reference.padded.bandwidth.alignmentFrame
      self.estimate = estimate
      step = frame / 4
      referenceStart = max(window * search.levelWindow, -estimate)
      histogram = DelayHistogram(count: frame)
    }

    /// Walks to the left, from the end of a level window or where the degraded signal ends.
    init(backwardFrom window: Int, near estimate: Int, in search: DelaySearch) {
      let frame = search.reference.padded.bandwidth.alignmentFrame
      self.estimate = estimate
      step = -frame / 4
      referenceStart =
        min(window * search.levelWindow, search.degraded.padded.sampleCount - estimate) - frame
      histogram = DelayHistogram(count: frame)
    }

    /// Lets every frame vote that lies wholly in a stretch of reference windows, and with its
    /// delay in the degraded signal.
    ///
    /// - Returns: What the votes say so far.
    mutating func delay(
      through windows: Range<Int>, windowedBy window: [Double], in search: DelaySearch
    ) -> Delay {
      let frame = search.reference.padded.bandwidth.alignmentFrame
      let samples =
        windows.lowerBound * search.levelWindow...windows.upperBound * search.levelWindow
      let heard = 0...search.degraded.padded.sampleCount
      while samples.contains(referenceStart), samples.contains(referenceStart + frame),
        heard.contains(referenceStart + estimate),
        heard.contains(referenceStart + estimate + frame)
      {
        histogram.add(
          search.correlationMagnitudes(
            referenceStart: referenceStart, degradedStart: referenceStart + estimate,
            windowedBy: window))
        referenceStart += step
      }
      let peak = histogram.peak
      return Delay(estimate: estimate, samples: estimate + peak.lag, confidence: peak.share)
    }
  }
}
