extension PESQ {
  /// A signal between margins of silence: `[margin, speech, margin, tail]`.
  ///
  /// Samples stay in single precision, like those of the reference software, and are scaled in the
  /// same steps, so that what rounding leaves in silent stretches is the same too.
  struct PaddedSignal {
    let bandwidth: Bandwidth
    /// Every sample, padding included.
    var samples: [Float]
    /// Samples of both margins and the speech between them, without the tail.
    private(set) var sampleCount: Int

    /// Pads a signal.
    ///
    /// - Throws: `PESQError.tooShort` below a quarter of a second, `notFinite` for NaN or infinity.
    init(_ signal: [Float], of side: PESQError.Signal, over bandwidth: Bandwidth) throws {
      let minimum = bandwidth.sampleRate / 4
      guard signal.count >= minimum else {
        throw PESQError.tooShort(side, sampleCount: signal.count, minimum: minimum)
      }
      if let index = signal.firstIndex(where: { !$0.isFinite }) {
        throw PESQError.notFinite(side, index: index)
      }
      self.bandwidth = bandwidth
      sampleCount = signal.count + 2 * bandwidth.margin
      samples = Array(repeating: 0, count: bandwidth.margin)
      samples += signal
      samples += Array(repeating: 0, count: bandwidth.margin + bandwidth.tail)
    }

    /// Where the original samples stand.
    var speech: Range<Int> { bandwidth.margin..<sampleCount - bandwidth.margin }

    /// The original samples and as much of the silence after them as the tail is long.
    var speechAndTail: Range<Int> { speech.lowerBound..<speech.upperBound + bandwidth.tail }

    /// Whole level windows, without the tail.
    var windowCount: Int { sampleCount / bandwidth.levelWindow }

    /// The largest magnitude of a sample.
    var peak: Float { samples.reduce(0) { max($0, abs($1)) } }

    /// Divides every sample by a level; a level of 0 leaves silence as it is.
    mutating func divide(by level: Float) {
      guard level > 0 else { return }
      for index in speech { samples[index] /= level }
    }

    /// Appends silence until the signal has `count` samples and a tail.
    mutating func extend(to count: Int) {
      guard count > sampleCount else { return }
      samples += Array(repeating: 0, count: count - sampleCount)
      sampleCount = count
    }

    /// A frame of samples from `start`, each multiplied by the window; silence beyond both ends.
    func frame(from start: Int, windowedBy window: [Double]) -> [Double] {
      window.indices.map { index in
        let position = start + index
        return samples.indices.contains(position)
          ? Double(samples[position]) * window[index] : 0
      }
    }
  }
}
