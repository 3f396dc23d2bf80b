/// Rows and columns of the codes of a picture.
struct CodeExtents: Equatable {
  let rows: Int
  let columns: Int

  /// The extents for a picture of `width` by `height` pixels, filled up to whole codes.
  init(width: Int, height: Int, factor: Int) {
    rows = (height + factor - 1) / factor
    columns = (width + factor - 1) / factor
  }

  var count: Int { rows * columns }
}

/// Which pictures of any size share a pass: neighbours of one size, while together they are no
/// larger than a batch of pictures of the size that the model was trained on.
struct PassPlan {
  private let positionLimit: Int
  private let batchSize: Int

  init(_ configuration: VQGANConfiguration, batchSize: Int) {
    let side = configuration.resolution / configuration.factor
    positionLimit = side * side * batchSize
    self.batchSize = batchSize
  }

  /// Cuts the pictures, in their order, into passes.
  func passes(over grids: [CodeExtents]) -> [Range<Int>] {
    var passes: [Range<Int>] = []
    for (index, grid) in grids.enumerated() {
      if let last = passes.last, grids[last.lowerBound] == grid, last.count < batchSize,
        (last.count + 1) * grid.count <= positionLimit
      {
        passes[passes.count - 1] = last.lowerBound..<index + 1
      } else {
        passes.append(index..<index + 1)
      }
    }
    return passes
  }
}
