import Glibc

extension PESQ {
  /// Levels of 4 ms windows on their way to a decision between speech and pause.
  struct ActivityWindows {
    private var levels: [Double]
    private let floor: Double
    private(set) var isActive: [Bool]

    /// Windows that are all pause; no level is below `floor`.
    init(levels: [Double], floor: Double) {
      self.levels = levels
      self.floor = floor
      isActive = Array(repeating: false, count: levels.count)
    }

    /// The level that noise stays below: mean plus two deviations of the windows under the last
    /// threshold, twelve times over.
    func noiseThreshold(from start: Double) -> Double {
      var threshold = start
      for _ in 0..<12 {
        let noise = levels.filter { $0 <= threshold }
        let count = Double(max(noise.count, 1))
        let mean = noise.reduce(0, +) / count
        let variance = noise.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        threshold = 1.001 * (mean + 2 * sqrt(variance))
      }
      return threshold
    }

    /// Marks the windows above a threshold as speech, all of them if there is none; the first and
    /// the last window are always pause.
    ///
    /// - Returns: Whether any window exceeded the threshold, and the mean level above it in units
    ///   of the mean level below.
    mutating func activate(above threshold: Double) -> (exists: Bool, overNoise: Double) {
      let speech = levels.filter { $0 > threshold }
      let noise = levels.filter { $0 <= threshold }
      isActive = levels.map { speech.isEmpty || $0 > threshold }
      silenceEnds()
      guard !speech.isEmpty else { return (false, 0) }
      let speechLevel = speech.reduce(0, +) / Double(speech.count)
      let noiseLevel = noise.isEmpty ? 1 : noise.reduce(0, +) / Double(noise.count)
      return (true, speechLevel / noiseLevel)
    }

    /// Bursts of at most four windows are no speech.
    mutating func dropShortBursts() {
      for run in isActive.runs where run.count <= 4 {
        setActive(false, in: run)
      }
    }

    /// Bursts whose mean level is below `level` are no speech.
    mutating func dropFaintBursts(below level: Double) {
      for run in isActive.runs {
        let total = levels[run].reduce(0, +)
        if total < level * Double(run.count) { setActive(false, in: run) }
      }
    }

    /// Pauses of at most fifty windows, 200 ms, belong to the speech around them.
    mutating func joinNeighbours() {
      let runs = isActive.runs
      for (previous, next) in zip(runs, runs.dropFirst()) {
        let pause = previous.upperBound..<next.lowerBound
        guard pause.count <= 50 else { continue }
        for window in pause { levels[window] = floor }
        setActive(true, in: pause)
      }
    }

    /// Takes everything for speech when nothing is left of it.
    mutating func activateAllIfNone() {
      guard !isActive.contains(true) else { return }
      setActive(true, in: isActive.indices)
      silenceEnds()
    }

    /// Lets speech rise and fall over two windows, at 0.1 and 0.3 of the first and last level.
    mutating func softenEdges() {
      var window = 3
      while window < levels.count - 2 {
        if isActive[window] && !isActive[window - 2] {
          setLevel(0.1 * levels[window], at: window - 2)
          setLevel(0.3 * levels[window], at: window - 1)
          window += 1
        }
        if !isActive[window] && isActive[window - 1] {
          setLevel(0.3 * levels[window - 1], at: window)
          setLevel(0.1 * levels[window - 1], at: window + 1)
          window += 3
        }
        window += 1
      }
    }

    /// ln(level / threshold) where speech exceeds the threshold, 0 elsewhere.
    func envelope(over threshold: Double) -> [Double] {
      levels.indices.map { window in
        isActive[window] && levels[window] > threshold ? log(levels[window] / threshold) : 0
      }
    }

    private mutating func silenceEnds() {
      for window in [0, levels.count - 1] {
        levels[window] = floor
        isActive[window] = false
      }
    }

    private mutating func setActive(_ active: Bool, in windows: Range<Int>) {
      for window in windows { isActive[window] = active }
    }

    private mutating func setLevel(_ level: Double, at window: Int) {
      levels[window] = level
      isActive[window] = true
    }
  }
}
