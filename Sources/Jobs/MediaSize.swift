public import TokenStreams

/// How much media an item is, in the unit its bits are counted by.
public enum MediaSize: Sendable, Equatable {
  case pixels(Int)
  case seconds(Double)

  /// The size of an original.
  public init(_ original: OriginalMedia) {
    switch original {
    case .image(let width, let height):
      self = .pixels(width * height)
    case .audio(let sampleRate, _, let sampleCount):
      self = .seconds(Double(sampleCount) / Double(sampleRate))
    }
  }

  /// Bits per pixel, or bits per second.
  public func rate(ofBits bits: Int) -> Double {
    switch self {
    case .pixels(let count): Double(bits) / Double(max(count, 1))
    case .seconds(let seconds): seconds > 0 ? Double(bits) / seconds : 0
    }
  }

  /// Decimals that a rate is worth printing with.
  public var rateDecimals: Int {
    switch self {
    case .pixels: 4
    case .seconds: 1
    }
  }

  /// The unit of ``rate(ofBits:)``.
  public var rateUnit: String {
    switch self {
    case .pixels: "bpp"
    case .seconds: "bit/s"
    }
  }
}
