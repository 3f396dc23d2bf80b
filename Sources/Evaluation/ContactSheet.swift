public import Jobs
public import Media

/// One picture of many: originals in a row, and below each its reconstruction.
///
/// Pictures are fitted into cells; sounds are drawn as spectrograms, time to the right, frequency
/// upward, 80 dB from black to white.
public struct ContactSheet: Sendable {
  private static let cellSide = 192
  private static let gap = 8
  private static let columnLimit = 5
  private static let background: UInt8 = 32

  private var pairs: [(original: PixelImage, reconstruction: PixelImage)] = []

  /// Starts an empty sheet.
  public init() {}

  /// Adds an item and what came back of it.
  ///
  /// - Throws: `MediaError` for a sound shorter than one frame of its spectrogram.
  public mutating func add(_ original: MediaItem, _ reconstruction: MediaItem) throws {
    pairs.append((try Self.cell(original), try Self.cell(reconstruction)))
  }

  /// The sheet as a picture, or nil when nothing was added.
  public func image() -> PixelImage? {
    guard !pairs.isEmpty else { return nil }
    let columns = min(Self.columnLimit, pairs.count)
    let rows = (pairs.count + columns - 1) / columns
    let step = Self.cellSide + Self.gap
    var sheet = PixelImage(
      width: columns * step + Self.gap, height: rows * (2 * step + Self.gap) + Self.gap,
      filledWith: Array(repeating: Self.background, count: 3))
    for (index, pair) in pairs.enumerated() {
      let left = Self.gap + index % columns * step
      let top = Self.gap + index / columns * (2 * step + Self.gap)
      sheet.paste(pair.original, left: left, top: top, boxSide: Self.cellSide)
      sheet.paste(pair.reconstruction, left: left, top: top + step, boxSide: Self.cellSide)
    }
    return sheet
  }

  private static func cell(_ media: MediaItem) throws -> PixelImage {
    let picture =
      switch media {
      case .image(let image): image
      case .audio(let clip): try SpectrogramPicture.draw(clip)
      }
    let scale = Double(cellSide) / Double(max(picture.width, picture.height))
    return try picture.resized(
      toWidth: max(1, Int((Double(picture.width) * scale).rounded())),
      height: max(1, Int((Double(picture.height) * scale).rounded())), filter: .lanczos)
  }
}

extension PixelImage {
  /// Copies an RGB picture into the middle of a square box of this one.
  fileprivate mutating func paste(_ picture: PixelImage, left: Int, top: Int, boxSide: Int) {
    let column = left + (boxSide - picture.width) / 2
    let row = top + (boxSide - picture.height) / 2
    for line in 0..<picture.height {
      let source = line * picture.width * 3
      let target = ((row + line) * width + column) * 3
      samples.replaceSubrange(
        target..<target + picture.width * 3,
        with: picture.samples[source..<source + picture.width * 3])
    }
  }
}
