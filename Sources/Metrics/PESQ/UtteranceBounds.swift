extension PESQ {
  /// Stretches runs of speech into utterances that cover the whole reference.
  struct UtteranceBounds {
    private let levelWindow: Int
    private let referenceWindows: Int
    private let degradedCount: Int

    init(of search: DelaySearch) {
      levelWindow = search.levelWindow
      referenceWindows = search.reference.padded.windowCount
      degradedCount = search.degraded.padded.sampleCount
    }

    /// Lets neighbours meet in the middle of their pause and keeps the ends within both signals.
    func partition(_ speech: [Utterance]) -> [Utterance] {
      guard !speech.isEmpty else { return [] }
      var utterances = speech
      let last = utterances.count - 1
      for next in utterances.indices.dropFirst() {
        let middle = (speech[next].start + speech[next - 1].end) / 2
        utterances[next].start = middle
        utterances[next - 1].end = middle
      }
      utterances[0].start = Bandwidth.marginWindows
      utterances[last].end = referenceWindows - Bandwidth.marginWindows
      utterances[0].start = startWithinDegraded(of: utterances[0])
      utterances[last].end = endWithinDegraded(of: utterances[last])
      for next in utterances.indices.dropFirst() {
        separate(&utterances, at: next)
      }
      return utterances
    }

    /// The utterance's start, or where the degraded signal's speech begins if that is later.
    func startWithinDegraded(of utterance: Utterance) -> Int {
      let margin = Bandwidth.marginWindows
      let delay = utterance.delay.samples
      guard utterance.start * levelWindow + delay < margin * levelWindow else {
        return utterance.start
      }
      return margin + (levelWindow - 1 - delay) / levelWindow
    }

    /// The utterance's end, or where the degraded signal's speech ends if that is earlier.
    func endWithinDegraded(of utterance: Utterance) -> Int {
      let margin = Bandwidth.marginWindows
      let delay = utterance.delay.samples
      guard utterance.end * levelWindow + delay > degradedCount - margin * levelWindow else {
        return utterance.end
      }
      return (degradedCount - delay) / levelWindow - margin
    }

    /// Lets neighbours that overlap in the degraded signal meet in the middle of the overlap.
    private func separate(_ utterances: inout [Utterance], at next: Int) {
      let (earlier, later) = (utterances[next - 1], utterances[next])
      let start = later.start * levelWindow + later.delay.samples
      let end = earlier.end * levelWindow + earlier.delay.samples
      guard start < end else { return }
      let middle = (start + end) / 2
      utterances[next].start = (levelWindow - 1 + middle - later.delay.samples) / levelWindow
      utterances[next - 1].end = (middle - earlier.delay.samples) / levelWindow
    }
  }
}
