package import Media

extension AudioClip {
  /// One channel at the rate a model works at: mean of the channels, resampled by soxr at its high
  /// quality, exactly ``modelSampleCount(_:from:at:)`` samples.
  ///
  /// - Throws: `MediaError` for a pair of rates that cannot be resampled.
  package func prepared(forRate rate: Int) throws -> AudioClip {
    let count = Self.modelSampleCount(sampleCount, from: sampleRate, at: rate)
    var clip = try mixedDown().resampled(to: rate)
    let missing = count - clip.sampleCount
    if missing > 0 {
      clip.channels[0] += Array(repeating: 0, count: missing)
    } else {
      clip.channels[0].removeLast(-missing)
    }
    return clip
  }

  /// How many samples a sound has at a model's rate: the exact duration, rounded to the nearest,
  /// but not to no sound at all.
  static func modelSampleCount(_ sampleCount: Int, from sourceRate: Int, at rate: Int) -> Int {
    let (product, overflow) = sampleCount.multipliedReportingOverflow(by: rate)
    let nearest =
      overflow ? sampleCount / sourceRate * rate : (product + sourceRate / 2) / sourceRate
    return max(nearest, min(sampleCount, 1))
  }
}
