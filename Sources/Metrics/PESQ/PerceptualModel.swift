extension PESQ {
  /// Compares what is heard of two aligned signals, frame by frame (P.862).
  struct PerceptualModel {
    private let reference: PaddedSignal
    private let degraded: PaddedSignal
    private let utterances: [Utterance]
    private let frames: AuditoryFrames
    private let analysis: BarkAnalysis
    private let comparison: LoudnessComparison

    /// Takes signals of equal length and the delays between them.
    init(reference: PaddedSignal, degraded: PaddedSignal, utterances: [Utterance]) {
      self.reference = reference
      self.degraded = degraded
      self.utterances = utterances
      frames = AuditoryFrames(of: reference)
      analysis = BarkAnalysis(over: reference.bandwidth)
      comparison = LoudnessComparison(over: reference.bandwidth, analysis: analysis)
    }

    /// The score before mapping, at most 4.5; nil when the reference holds no frame of sound.
    func rawScore() -> Double? {
      guard frames.first <= frames.last else { return nil }
      let degradedPowers = (0...frames.last).map(degradedPowers)
      let referencePowers = referencePowers(comparedWith: degradedPowers)
      var disturbances = comparison.disturbances(
        reference: referencePowers, degraded: degradedPowers, from: GainCompensation())
      for frame in skippedFrames { disturbances[frame] = FrameDisturbance() }
      realign(&disturbances, reference: referencePowers)
      let weighted = zip(disturbances, referencePowers).map { disturbance, powers in
        disturbance.weighted(forPower: analysis.audiblePower(of: powers, above: 1))
      }
      return DisturbanceAverage(frames: frames).rawScore(of: weighted)
    }

    /// Band powers of a frame of the degraded signal, at the delay of the frame's utterance;
    /// silence where the frame would reach over either end.
    private func degradedPowers(ofFrame frame: Int) -> [Double] {
      let bandwidth = degraded.bandwidth
      let position = frames.start(of: frame)
      let start = position + utterances.delay(at: position, levelWindow: bandwidth.levelWindow)
      guard start > 0, start < degraded.samples.count - bandwidth.auditoryFrame else {
        return analysis.silence
      }
      return analysis.powers(of: degraded, from: start)
    }

    /// Band powers of the reference, `[frame][band]`, after the degraded signal's frequency
    /// response.
    private func referencePowers(comparedWith degraded: [[Double]]) -> [[Double]] {
      let powers = (0...frames.last).map { frame in
        analysis.powers(of: reference, from: frames.start(of: frame))
      }
      let compensation = TransferCompensation(
        reference: powers, degraded: degraded,
        isSilent: powers.map { analysis.audiblePower(of: $0, above: 100) < 1e7 },
        averagedOver: frames.averagingCount, bands: reference.bandwidth.bands)
      return powers.map(compensation.applied)
    }

    /// Frames that the degraded signal left out: those where the delay falls by more than half a
    /// frame.
    private var skippedFrames: [Int] {
      let bandwidth = reference.bandwidth
      func position(ofWindow window: Int) -> Int {
        (window - Bandwidth.marginWindows) * bandwidth.levelWindow
      }
      return zip(utterances, utterances.dropFirst()).flatMap { earlier, later -> [Int] in
        let jump = later.delay.samples - earlier.delay.samples
        guard jump < -bandwidth.frameStep else { return [] }
        let heard = min(
          (position(ofWindow: later.start) + later.delay.samples) / bandwidth.frameStep,
          (position(ofWindow: earlier.end) + earlier.delay.samples) / bandwidth.frameStep)
        let resumed = (position(ofWindow: later.start) - jump) / bandwidth.frameStep + 1
        let first = max(heard, 0)
        return Array(first..<max(first, min(resumed + 1, frames.last)))
      }
    }

    /// Lowers the disturbance of bad intervals to what it is after shifting them.
    private func realign(_ disturbances: inout [FrameDisturbance], reference powers: [[Double]]) {
      let intervals = BadIntervals(in: disturbances).frames
      guard !intervals.isEmpty else { return }
      let shifted = Realignment(
        reference: reference, degraded: degraded, utterances: utterances, frames: frames
      ).shifted(in: intervals)
      for interval in intervals {
        let realigned = comparison.disturbances(
          reference: powers[interval],
          degraded: interval.map { analysis.powers(of: shifted, from: frames.start(of: $0)) },
          from: GainCompensation(from: 1))
        for (frame, disturbance) in zip(interval, realigned) {
          disturbances[frame] = disturbances[frame].minimum(with: disturbance)
        }
      }
    }
  }
}
