extension PESQ {
  /// Cuts the reference into utterances and finds the delay of each (P.862).
  struct UtteranceAlignment {
    /// From first to last; empty when no speech overlaps the degraded signal.
    let utterances: [Utterance]

    init(reference: PaddedSignal, degraded: PaddedSignal) {
      let search = DelaySearch(
        reference: AlignmentSignal(reference), degraded: AlignmentSignal(degraded))
      let overallDelay = search.envelopeDelay()
      let speech = Self.overlappingSpeech(in: search, delayedBy: overallDelay)
      let located = speech.map { run in
        Utterance(
          start: run.lowerBound, end: run.upperBound,
          delay: Self.delay(of: run, near: overallDelay, by: search))
      }
      let partitioned = UtteranceBounds(of: search).partition(located)
      utterances = UtteranceSplitting(search: search).split(partitioned)
    }

    /// Runs of speech of at least fifty windows that are not outside the degraded signal.
    private static func overlappingSpeech(
      in search: DelaySearch, delayedBy delay: Int
    ) -> [Range<Int>] {
      let shortest = 50
      let window = search.levelWindow
      let firstEnd = shortest - delay / window
      let lastStart = (search.degraded.padded.sampleCount - delay) / window - shortest
      return search.reference.activity.runs.filter { run in
        run.count >= shortest && run.lowerBound < lastStart && run.upperBound > firstEnd
      }
    }

    /// The delay of a run of speech, searched in the run and a margin on either side.
    private static func delay(
      of run: Range<Int>, near estimate: Int, by search: DelaySearch
    ) -> Delay {
      let margin = Bandwidth.marginWindows
      let last = search.reference.activity.isActive.count - 1
      let stretch = max(run.lowerBound - margin, 0)..<min(run.upperBound + margin, last)
      let refined = search.envelopeMatch(of: stretch, near: estimate).delay
      return search.waveformDelay(of: stretch, near: refined)
    }
  }
}
