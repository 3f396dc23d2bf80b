/// Sound in memory: 32-bit float samples, nominally within -1...1, one array a channel.
public struct AudioClip: Equatable, Sendable {
  /// Samples a second in each channel.
  public let sampleRate: Int
  /// `[channels, samples]`; every channel has the same number of samples.
  public var channels: [[Float]]

  /// Wraps channels of equal length.
  public init(sampleRate: Int, channels: [[Float]]) {
    precondition(sampleRate > 0, "a sample rate is positive")
    precondition(!channels.isEmpty, "a clip has at least one channel")
    precondition(
      channels.allSatisfy { $0.count == channels[0].count }, "channels of unequal length")
    self.sampleRate = sampleRate
    self.channels = channels
  }

  /// Samples in each channel.
  public var sampleCount: Int { channels[0].count }

  /// How long it plays, in seconds.
  public var seconds: Double { Double(sampleCount) / Double(sampleRate) }

  /// One channel that is the mean of all: y[n] = (x₁[n] + … + x_c[n]) / c, summed in that order.
  ///
  /// The mean cannot clip; a sound that stands in one of two channels only comes out 6 dB quieter.
  public func mixedDown() -> AudioClip {
    guard channels.count > 1 else { return self }
    var sum = channels[0]
    for channel in channels.dropFirst() {
      for index in sum.indices { sum[index] += channel[index] }
    }
    let count = Float(channels.count)
    for index in sum.indices { sum[index] /= count }
    return AudioClip(sampleRate: sampleRate, channels: [sum])
  }
}
