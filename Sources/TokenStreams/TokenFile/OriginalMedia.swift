/// How large the media was that an item's codes were made from.
public enum OriginalMedia: Hashable, Sendable {
  /// A picture of so many pixels.
  case image(width: Int, height: Int)
  /// Sound; `sampleCount` counts the samples of one channel.
  case audio(sampleRate: Int, channels: Int, sampleCount: Int)

  /// The sort of media this is.
  public var kind: MediaKind {
    switch self {
    case .image: .image
    case .audio: .audio
    }
  }

  /// Whether the numbers could belong to media at all.
  var isPossible: Bool {
    let extents = 1...Int(Int32.max)
    return switch self {
    case .image(let width, let height):
      extents.contains(width) && extents.contains(height)
    case .audio(let sampleRate, let channels, let sampleCount):
      extents.contains(sampleRate) && (1...65_535).contains(channels)
        && (0...1 << 40).contains(sampleCount)
    }
  }
}

extension OriginalMedia: Codable {
  private enum CodingKeys: String, CodingKey {
    case width, height
    case sampleRate, channels, sampleCount
  }

  /// Reads the picture's or the sound's fields, whichever are there.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    if fields.contains(.width) {
      self = .image(
        width: try fields.decode(Int.self, forKey: .width),
        height: try fields.decode(Int.self, forKey: .height))
    } else {
      self = .audio(
        sampleRate: try fields.decode(Int.self, forKey: .sampleRate),
        channels: try fields.decode(Int.self, forKey: .channels),
        sampleCount: try fields.decode(Int.self, forKey: .sampleCount))
    }
  }

  /// Writes one field a number.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .image(let width, let height):
      try fields.encode(width, forKey: .width)
      try fields.encode(height, forKey: .height)
    case .audio(let sampleRate, let channels, let sampleCount):
      try fields.encode(sampleRate, forKey: .sampleRate)
      try fields.encode(channels, forKey: .channels)
      try fields.encode(sampleCount, forKey: .sampleCount)
    }
  }
}
