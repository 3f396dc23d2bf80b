/// An 8-bit picture in memory, `[height, width, channels]`, rows from the top, channels interleaved.
public struct PixelImage: Equatable, Sendable {
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// What one pixel holds.
  public let channels: Channels
  /// The samples, `height * width * channels.count` of them.
  public var samples: [UInt8]

  /// What one pixel holds.
  public enum Channels: Equatable, Sendable {
    case grey
    case rgb
    /// Red, green, blue and straight (not premultiplied) alpha.
    case rgba

    /// Samples in one pixel.
    public var count: Int {
      switch self {
      case .grey: 1
      case .rgb: 3
      case .rgba: 4
      }
    }
  }

  /// Wraps samples that already have the right count.
  public init(width: Int, height: Int, channels: Channels = .rgb, samples: [UInt8]) {
    precondition(width > 0 && height > 0, "a picture has at least one pixel")
    precondition(
      samples.count == width * height * channels.count,
      "\(samples.count) samples do not fill \(height)x\(width)x\(channels.count)")
    self.width = width
    self.height = height
    self.channels = channels
    self.samples = samples
  }

  /// A picture of one colour, one sample a channel.
  public init(width: Int, height: Int, channels: Channels = .rgb, filledWith pixel: [UInt8]) {
    precondition(pixel.count == channels.count, "one sample a channel")
    var samples = [UInt8]()
    samples.reserveCapacity(width * height * channels.count)
    for _ in 0..<width * height { samples += pixel }
    self.init(width: width, height: height, channels: channels, samples: samples)
  }
}
