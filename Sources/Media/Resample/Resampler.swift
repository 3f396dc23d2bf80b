/// Changes the sample rate of sound; make one for a pair of rates and use it for many clips.
public struct Resampler: Sendable {
  /// Whose rules to follow.
  ///
  /// All are linear-phase low-pass filters; they differ at the cut-off, at the edges and in the
  /// number of samples that come out.
  public enum Method: Equatable, Sendable {
    /// libsoxr, the most accurate one.
    case soxr(SoxrQuality)
    /// torchaudio's default (`sinc_interp_hann`), which EnCodec and WavTokenizer use.
    case sincHann
    /// torchaudio's Kaiser window with `kaiser_best` parameters.
    case sincKaiserBest
    /// julius, which the Descript Audio Codec uses.
    case julius
    /// SciPy's `resample_poly`.
    case polyphase
  }

  private enum Engine: Sendable {
    case identity
    case soxr(SoxrResampler)
    case filter(PolyphaseFilter)
  }

  /// The rate that comes out, in hertz.
  public let targetRate: Int
  /// The rate that goes in, in hertz.
  public let sourceRate: Int
  private let engine: Engine

  /// Prepares for a pair of rates in hertz; equal rates leave samples as they are.
  ///
  /// - Throws: `MediaError.invalidRequest` for a rate outside 1 to 1,000,000 Hz, rates more than a
  ///   factor of 1,000 apart, or a pair whose filter would be too large.
  public init(
    from sourceRate: Int, to targetRate: Int, method: Method = .soxr(.high)
  ) throws(MediaError) {
    let ratio = try RateRatio(from: sourceRate, to: targetRate)
    self.sourceRate = sourceRate
    self.targetRate = targetRate
    engine = sourceRate == targetRate ? .identity : try Self.engine(method, ratio)
  }

  private static func engine(_ method: Method, _ ratio: RateRatio) throws(MediaError) -> Engine {
    switch method {
    case .soxr(let quality): .soxr(SoxrResampler(ratio, quality: quality))
    case .sincHann: .filter(try WindowedSinc.hann.filter(ratio))
    case .sincKaiserBest: .filter(try WindowedSinc.kaiserBest.filter(ratio))
    case .julius: .filter(try WindowedSinc.julius.filter(ratio))
    case .polyphase: .filter(try PolyphaseResampling.filter(ratio))
    }
  }

  /// The samples that may come out of one channel; 16 GiB of them.
  private static let sampleLimit = 0x1p32

  /// Resamples one channel.
  ///
  /// - Throws: `MediaError.invalidRequest` when 2^32 or more samples would come out or soxr refuses.
  public func callAsFunction(_ samples: [Float]) throws(MediaError) -> [Float] {
    guard Double(samples.count) * Double(targetRate) / Double(sourceRate) < Self.sampleLimit else {
      throw MediaError.invalidRequest(
        reason:
          "\(samples.count) samples at \(sourceRate) Hz make 2^32 or more at \(targetRate) Hz;"
          + " cut the sound into parts")
    }
    return switch engine {
    case .identity: samples
    case .soxr(let resampler): try resampler(samples)
    case .filter(let filter): filter(samples)
    }
  }

  /// Resamples every channel of a clip, which must have the source rate.
  ///
  /// - Throws: `MediaError.invalidRequest`.
  public func callAsFunction(_ clip: AudioClip) throws(MediaError) -> AudioClip {
    guard clip.sampleRate == sourceRate else {
      throw MediaError.invalidRequest(
        reason: "a clip at \(clip.sampleRate) Hz was given to a resampler from \(sourceRate) Hz")
    }
    var channels: [[Float]] = []
    for channel in clip.channels { channels.append(try self(channel)) }
    return AudioClip(sampleRate: targetRate, channels: channels)
  }
}

extension AudioClip {
  /// The same sound at another sample rate in hertz.
  ///
  /// - Throws: `MediaError.invalidRequest` as ``Resampler``.
  public func resampled(
    to rate: Int, method: Resampler.Method = .soxr(.high)
  ) throws(MediaError) -> AudioClip {
    try Resampler(from: sampleRate, to: rate, method: method)(self)
  }
}
