extension PESQ {
  /// Splits utterances in which the delay jumps (P.862).
  struct UtteranceSplitting {
    let search: DelaySearch

    /// Splits each utterance as often as two halves are each surer of their delay than the whole.
    func split(_ utterances: [Utterance]) -> [Utterance] {
      var utterances = utterances
      var index = 0
      while index < utterances.count, utterances.count < Self.largestCount {
        if let halves = halves(of: utterances[index]) {
          utterances.replaceSubrange(index...index, with: [halves.0, halves.1])
        } else {
          index += 1
        }
      }
      return utterances
    }

    /// No more utterances than this are made by splitting.
    private static let largestCount = 50

    private func halves(of whole: Utterance) -> (Utterance, Utterance)? {
      guard let speech = speech(in: whole), speech.count >= 200 else { return nil }
      let candidates = SplitCandidates(of: whole, speech: speech, search: search)
      guard let best = candidates.best() else { return nil }

      let overlap = max(0, best.later.samples - best.earlier.samples) / (2 * search.levelWindow)
      var first = Utterance(
        start: whole.start, end: best.window + overlap, delay: best.earlier)
      var second = Utterance(
        start: best.window - overlap, end: whole.end, delay: best.later)
      let bounds = UtteranceBounds(of: search)
      first.start = bounds.startWithinDegraded(of: first)
      second.end = bounds.endWithinDegraded(of: second)
      return (first, second)
    }

    /// From the first to the last active window of an utterance.
    private func speech(in utterance: Utterance) -> Range<Int>? {
      let isActive = search.reference.activity.isActive
      guard utterance.start <= utterance.end,
        isActive.indices.contains(utterance.start), isActive.indices.contains(utterance.end)
      else { return nil }
      let windows = utterance.start...utterance.end
      let first = windows.first { isActive[$0] } ?? utterance.end
      let last = windows.last { isActive[$0] } ?? utterance.start
      return first <= last ? first..<last + 1 : nil
    }
  }
}
