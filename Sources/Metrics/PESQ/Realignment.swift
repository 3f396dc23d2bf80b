import Glibc

extension PESQ {
  /// Shifts bad intervals of the degraded signal to where they resemble the reference most.
  struct Realignment {
    private let reference: PaddedSignal
    private let aligned: PaddedSignal
    private let frames: AuditoryFrames
    private let plans = TransformPlans()

    /// Takes signals of equal length and the delays found before.
    init(
      reference: PaddedSignal, degraded: PaddedSignal, utterances: [Utterance],
      frames: AuditoryFrames
    ) {
      self.reference = reference
      self.frames = frames
      aligned = Self.aligned(degraded, by: utterances)
    }

    /// The aligned degraded signal with each interval of frames shifted.
    func shifted(in intervals: [Range<Int>]) -> PaddedSignal {
      var shifted = aligned
      for samples in intervals.map(samples) {
        let shift = shift(of: samples)
        for position in samples {
          let source = min(max(position + shift, 0), aligned.sampleCount - 1)
          shifted.samples[position] = aligned.samples[source]
        }
      }
      return shifted
    }

    /// The degraded signal on the reference's time, by the delay of each utterance.
    private static func aligned(
      _ degraded: PaddedSignal, by utterances: [Utterance]
    ) -> PaddedSignal {
      var aligned = degraded
      let range = degraded.speechAndTail
      for position in aligned.samples.indices {
        guard range.contains(position) else {
          aligned.samples[position] = 0
          continue
        }
        let delay = utterances.delay(
          at: position, levelWindow: degraded.bandwidth.levelWindow)
        let source = min(max(position + delay, range.lowerBound), range.upperBound - 1)
        aligned.samples[position] = degraded.samples[source]
      }
      return aligned
    }

    /// The samples under an interval of frames.
    private func samples(under interval: Range<Int>) -> Range<Int> {
      let end = frames.start(of: interval.upperBound) + reference.bandwidth.auditoryFrame
      return frames.start(of: interval.lowerBound)..<min(end, reference.samples.count)
    }

    /// The lag, up to four frames, at which the magnitudes correlate best; 0 below one half.
    private func shift(of samples: Range<Int>) -> Int {
      let reach = 4 * reference.bandwidth.auditoryFrame
      let silence = Array(repeating: 0.0, count: reach)
      let referencePart = silence + samples.map { abs(Double(reference.samples[$0])) } + silence
      let range = reference.speechAndTail
      let degradedPart = (samples.lowerBound - reach..<samples.upperBound + reach).map {
        abs(Double(aligned.samples[min(max($0, range.lowerBound), range.upperBound - 1)]))
      }
      let energies = [referencePart, degradedPart].map { part in
        part.reduce(0) { $0 + $1 * $1 }
      }
      let faintest = 1e-6 * Double((2 * referencePart.count).nextPowerOfTwo)
      guard energies.allSatisfy({ $0 > faintest }) else { return 0 }
      let peak = CrossCorrelation(
        reference: referencePart, degraded: degradedPart, by: plans
      ).peak(in: -reach..<reach)
      let similarity = peak.sum / sqrt(energies[0] * energies[1])
      return similarity < 0.5 ? 0 : peak.lag
    }
  }
}
