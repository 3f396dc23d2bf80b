/// What decoding a sound may cost.
public struct AudioDecodingOptions: Equatable, Sendable {
  /// The longest sound that is read, in seconds of 48 kHz stereo.
  ///
  /// More channels or a higher rate shorten it in proportion, fewer or lower do not lengthen it, so
  /// one number bounds time and memory: 4 hours are at most 5.5 GB of samples.
  public var durationLimit: Double

  /// The channels that are read at most.
  package static let channelLimit = 256
  /// The highest sample rate that is read, in hertz.
  package static let sampleRateLimit = 1_000_000
  private static let fullRate = 2 * 48_000.0

  /// Four hours unless told otherwise.
  public init(durationLimit: Double = 4 * 60 * 60) {
    self.durationLimit = durationLimit
  }

  /// Checks a claimed duration, in samples a channel, against ``durationLimit``.
  ///
  /// - Throws: `MediaError.limitExceeded`.
  package func checkDuration(
    sampleCount: Int, sampleRate: Int, channels: Int, source: String
  ) throws(MediaError) {
    let limit = sampleLimit(sampleRate: sampleRate, channels: channels)
    guard sampleCount > limit else { return }
    throw MediaError.limitExceeded(
      source: source, what: "seconds of \(channels)-channel sound at \(sampleRate) Hz",
      value: (sampleCount - 1) / sampleRate + 1, limit: limit / sampleRate, flag: "--duration-limit"
    )
  }

  /// The samples a channel may have, for so many channels at this rate.
  private func sampleLimit(sampleRate: Int, channels: Int) -> Int {
    let rate = min(Double(sampleRate), Self.fullRate / Double(channels))
    let samples = durationLimit * rate
    guard samples > 0 else { return 0 }
    return Int(min(samples, 0x1p53))
  }
}
