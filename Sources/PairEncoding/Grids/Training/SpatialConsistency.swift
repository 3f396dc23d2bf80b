import Glibc

/// How much two tokens agree about where the second lies (``GridPairTrainingOptions/Priority``).
enum SpatialConsistency {
  /// The consistency of one token with each of its neighbours.
  ///
  /// Each neighbour is given once, as a ``Neighbour`` key, with how often it is one.
  static func scores(
    _ neighbours: [UInt64], counts: [UInt32], deviation: Double
  ) -> [Float] {
    let parts = neighbours.map(Neighbour.init)
    // Which neighbour, and on which side of the token; then by offset, so that sums have one order.
    let order = parts.indices.sorted {
      (parts[$0].token, parts[$0].isLater ? 1 : 0, parts[$0].place.rasterRank)
        < (parts[$1].token, parts[$1].isLater ? 1 : 0, parts[$1].place.rasterRank)
    }
    var scores = [Float](repeating: 0, count: parts.count)
    var start = 0
    while start < order.count {
      let head = parts[order[start]]
      let run = order[start...].prefix {
        parts[$0].token == head.token && parts[$0].isLater == head.isLater
      }
      let score = score(run.map { (parts[$0].place, Double(counts[$0])) }, deviation: deviation)
      for group in run { scores[group] = score }
      start += run.count
    }
    return scores
  }

  private static func score(_ offsets: [(place: Place, count: Double)], deviation: Double) -> Float
  {
    let total = offsets.reduce(0) { $0 + $1.count }
    let row = offsets.reduce(0) { $0 + $1.count * Double($1.place.row) } / total
    let column = offsets.reduce(0) { $0 + $1.count * Double($1.place.column) } / total
    let sum = offsets.reduce(0) { sum, offset in
      let (down, right) = (Double(offset.place.row) - row, Double(offset.place.column) - column)
      let distance = down * down + right * right
      return sum + offset.count * exp(-distance / (2 * deviation * deviation))
    }
    return Float(sum / total)
  }
}
