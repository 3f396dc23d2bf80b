import Media

/// How a picture of any size becomes what an encoder takes.
public enum PictureFitting: String, Hashable, Sendable, CaseIterable {
  /// The shorter side is resized to the model's and the middle square kept, as its reference
  /// evaluates; the rest of the picture is not encoded.
  case crop
  /// The picture is cut into squares of the model's side, the last ones filled up by repeating the
  /// picture's edge; nothing is lost, and each square has its own codes.
  case tile
  /// The picture is encoded as it is, filled up to whole codes by repeating its edge; for models
  /// that are convolutional throughout.
  case whole

  /// What a token file says about it.
  func description(side: Int, filter: ResizeFilter) -> String {
    switch self {
    case .crop: "shorter side resized to \(side) (\(filter.rawValue)), centre cropped"
    case .tile: "cut into \(side)x\(side) tiles"
    case .whole: "whole"
    }
  }
}

/// A picture cut into squares of one side, row by row.
struct PictureTiles: Equatable {
  let side: Int
  let rows: Int
  let columns: Int

  init(side: Int, width: Int, height: Int) {
    self.side = side
    rows = (height + side - 1) / side
    columns = (width + side - 1) / side
  }

  var count: Int { rows * columns }

  /// The squares; beyond the picture its last pixels are repeated.
  func cut(_ image: PixelImage) -> [PixelImage] {
    (0..<count).map { index in
      image.extended(
        fromColumn: index % columns * side, row: index / columns * side, width: side, height: side)
    }
  }

  /// The picture of `width` by `height` pixels that the squares make up.
  func joined(_ tiles: [PixelImage], width: Int, height: Int) -> PixelImage {
    precondition(tiles.count == count, "\(tiles.count) tiles for \(rows)x\(columns)")
    var samples = [UInt8](repeating: 0, count: width * height * 3)
    for row in 0..<height {
      for column in 0..<columns {
        let tile = tiles[row / side * columns + column]
        let inside = min(side, width - column * side) * 3
        let source = row % side * side * 3
        let target = (row * width + column * side) * 3
        samples.replaceSubrange(
          target..<target + inside, with: tile.samples[source..<source + inside])
      }
    }
    return PixelImage(width: width, height: height, samples: samples)
  }
}

extension PixelImage {
  /// A part of the picture that may reach beyond its right and lower edge, whose pixels are repeated
  /// there.
  func extended(fromColumn left: Int, row top: Int, width: Int, height: Int) -> PixelImage {
    var samples: [UInt8] = []
    samples.reserveCapacity(width * height * channels.count)
    for row in top..<top + height {
      let line = min(row, self.height - 1) * self.width
      let inside = min(width, self.width - left)
      let first = (line + left) * channels.count
      samples += self.samples[first..<first + inside * channels.count]
      let last = (line + self.width - 1) * channels.count
      for _ in inside..<width { samples += self.samples[last..<last + channels.count] }
    }
    return PixelImage(width: width, height: height, channels: channels, samples: samples)
  }
}
