extension PESQ {
  /// Which 4 ms windows of a signal hold speech, and how far it stands above the noise.
  struct SpeechActivity {
    /// Whether each window belongs to speech.
    private(set) var isActive: [Bool]
    /// ln(level / noise threshold) of active windows above the threshold, 0 elsewhere.
    private(set) var envelope: [Double]

    /// Detects speech in a signal that went through the alignment filter.
    init(in signal: PaddedSignal) {
      let levels = Self.levels(of: signal)
      let loudest = levels.max() ?? 0
      let floor = loudest > 0 ? Self.dynamicRange * loudest : 1
      var windows = ActivityWindows(levels: levels.map { max($0, floor) }, floor: floor)
      var threshold = windows.noiseThreshold(from: levels.reduce(0, +) / Double(levels.count))
      let speechLevel = windows.activate(above: threshold)
      if !speechLevel.exists { threshold = -1 }

      windows.dropShortBursts()
      if speechLevel.overNoise >= 1000 {
        windows.dropFaintBursts(below: 3 * threshold)
      }
      windows.joinNeighbours()
      windows.activateAllIfNone()
      windows.softenEdges()

      isActive = windows.isActive
      envelope = windows.envelope(over: threshold > 0 ? threshold : floor)
    }

    /// The contiguous runs of speech; a run that reaches the last window ends before it.
    var runs: [Range<Int>] {
      isActive.runs.compactMap { run in
        let end = min(run.upperBound, isActive.count - 1)
        return run.lowerBound < end ? run.lowerBound..<end : nil
      }
    }

    /// Levels further below the loudest window than this are raised to it.
    private static let dynamicRange = 1e-4

    private static func levels(of signal: PaddedSignal) -> [Double] {
      let length = signal.bandwidth.levelWindow
      return (0..<signal.windowCount).map { window in
        let samples = signal.samples[window * length..<(window + 1) * length]
        return samples.reduce(0) { $0 + Double($1) * Double($1) } / Double(length)
      }
    }
  }
}
