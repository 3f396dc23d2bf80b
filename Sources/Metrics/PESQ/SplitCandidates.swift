extension PESQ {
  /// The windows at which an utterance might be split, and the delays on either side of each.
  struct SplitCandidates {
    /// A window to split at.
    struct Candidate {
      let window: Int
      let earlier: Delay
      let later: Delay

      var confidence: Double { earlier.confidence + later.confidence }
    }

    private let utterance: Utterance
    private let speech: Range<Int>
    private let search: DelaySearch

    init(of utterance: Utterance, speech: Range<Int>, search: DelaySearch) {
      self.utterance = utterance
      self.speech = speech
      self.search = search
    }

    /// The surest split whose delays differ by a level window or more and are each surer than the
    /// whole utterance's; nil if there is none.
    func best() -> Candidate? {
      let least = utterance.delay.confidence
      var frameWindow = SplitWindow(search.window)
      let guesses = windows.map { guess(at: $0, overwriting: &frameWindow) }
      let earlier = earlierDelays(of: guesses, windowedBy: frameWindow)
      let promising = guesses.indices.filter { earlier[$0].confidence > least }
      let later = laterDelays(of: promising.map { guesses[$0] }, windowedBy: frameWindow)

      var best: Candidate?
      for (index, later) in zip(promising, later) where later.confidence > least {
        let candidate = Candidate(
          window: guesses[index].window, earlier: earlier[index], later: later)
        if abs(later.samples - candidate.earlier.samples) >= search.levelWindow,
          candidate.confidence > best?.confidence ?? 0
        {
          best = candidate
        }
      }
      return best
    }

    /// What the envelopes say about a window to split at.
    private struct Guess {
      let window: Int
      let earlierDelay: Int
      let laterDelay: Int
    }

    /// At most forty windows, evenly over the inner four fifths of the speech.
    private var windows: [Int] {
      let unit = search.window.count / (4 * search.levelWindow)
      let most = 40
      let share = (0.801 * Double(speech.count) + Double(most * unit - 1)) / Double(most * unit)
      let step = Int(share) * unit
      let border = max(speech.count / 10, Bandwidth.marginWindows)
      let first = speech.lowerBound + border
      let others = stride(from: first + step, through: speech.upperBound - border, by: step)
      return [first] + others.prefix(most - 1)
    }

    private func stretch(before window: Int) -> Range<Int> {
      utterance.start..<max(utterance.start, window)
    }

    private func stretch(after window: Int) -> Range<Int> {
      min(window, utterance.end)..<utterance.end
    }

    private func guess(at window: Int, overwriting frameWindow: inout SplitWindow) -> Guess {
      let delays = [stretch(before: window), stretch(after: window)].map { stretch in
        let match = search.envelopeMatch(of: stretch, near: utterance.delay.estimate)
        if let correlation = match.correlation { frameWindow.overwrite(with: correlation) }
        return match.delay
      }
      return Guess(window: window, earlierDelay: delays[0], laterDelay: delays[1])
    }

    /// The delays from the utterance's start to each window; windows ascend.
    private func earlierDelays(
      of guesses: [Guess], windowedBy frameWindow: SplitWindow
    ) -> [Delay] {
      var scans: [Int: DelayScan] = [:]
      return guesses.map { guess in
        scans[
          guess.earlierDelay,
          default: DelayScan(
            forwardFrom: utterance.start, near: guess.earlierDelay, in: search)
        ].delay(
          through: stretch(before: guess.window), windowedBy: frameWindow.values, in: search)
      }
    }

    /// The delays from each window to the utterance's end; windows ascend.
    private func laterDelays(
      of guesses: [Guess], windowedBy frameWindow: SplitWindow
    ) -> [Delay] {
      var scans: [Int: DelayScan] = [:]
      let descending = guesses.reversed().map { guess in
        scans[
          guess.laterDelay,
          default: DelayScan(backwardFrom: utterance.end, near: guess.laterDelay, in: search)
        ].delay(
          through: stretch(after: guess.window), windowedBy: frameWindow.values, in: search)
      }
      return descending.reversed()
    }
  }
}
