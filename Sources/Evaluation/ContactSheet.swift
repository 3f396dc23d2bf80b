public import Jobs
public import Media

/// One picture of many: originals in a row, and below each its reconstruction.
///
/// Pictures are fitted into cells; sounds are drawn as spectrograms, time to the right, frequency
/// upward, 80 dB from black to white.
public struct ContactSheet: Sendable {
  private static let cellSide = 192
  private static let columnLimit = 5
  private static let background: [UInt8] = [32, 32, 32]

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
    var sheet = PictureSheet(
      columns: columns, rows: 2 * rows, boxSide: Self.cellSide, rowsTogether: 2,
      background: Self.background)
    for (index, pair) in pairs.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      sheet.place(pair.original, row: 2 * row, column: column)
      sheet.place(pair.reconstruction, row: 2 * row + 1, column: column)
    }
    return sheet.image
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
