extension PESQ {
  /// The overlapping 32 ms frames of a signal, and which are not leading or trailing silence.
  struct AuditoryFrames {
    /// The first frame that counts.
    let first: Int
    /// The last frame that counts; frames are analysed from 0 on.
    let last: Int
    private let bandwidth: Bandwidth
    private let sampleCount: Int

    /// Lays frames over the speech and tail of the reference.
    init(of signal: PaddedSignal) {
      bandwidth = signal.bandwidth
      sampleCount = signal.sampleCount
      let range = signal.speechAndTail
      let most = signal.sampleCount / 2
      let leading = Self.silentSteps(upTo: most) { step in
        signal.samples[range.lowerBound + step..<range.lowerBound + step + 5]
      }
      let trailing = Self.silentSteps(upTo: most) { step in
        signal.samples[range.upperBound - step - 5..<range.upperBound - step]
      }
      first = leading / signal.bandwidth.frameStep
      last = (range.count - trailing) / signal.bandwidth.frameStep - 1
    }

    /// The sample at which a frame begins.
    func start(of frame: Int) -> Int { bandwidth.margin + frame * bandwidth.frameStep }

    /// Frames over which mean powers are taken: those of speech and tail, silence included.
    var averagingCount: Int {
      (sampleCount - 2 * bandwidth.margin + bandwidth.tail) / bandwidth.frameStep - 1
    }

    /// Frames of the speech alone.
    var speechCount: Int { (sampleCount - 2 * bandwidth.margin) / bandwidth.frameStep - 1 }

    private static func silentSteps(
      upTo most: Int, samples: (_ step: Int) -> ArraySlice<Float>
    ) -> Int {
      let loudEnough: Float = 500
      return (0..<most).first { step in
        samples(step).reduce(0) { $0 + abs($1) } >= loudEnough
      } ?? most
    }
  }
}
