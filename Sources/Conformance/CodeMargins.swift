import Tensors
import Threads

/// By how much the nearest code is nearer than the next, found by a plain search in double
/// precision.
enum CodeMargins {
  /// Squared Euclidean distance of a row to each row of a table.
  static func squaredDistances(
    _ row: ArraySlice<Float>, to table: [ArraySlice<Float>]
  ) -> [Double] {
    table.map { code in
      var sum = 0.0
      for (one, other) in zip(row, code) {
        let difference = Double(one) - Double(other)
        sum += difference * difference
      }
      return sum
    }
  }

  /// The products of a row with each row of a table.
  static func products(_ row: ArraySlice<Float>, with table: [ArraySlice<Float>]) -> [Double] {
    table.map { code in zip(row, code).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
  }

  /// The second smallest number less the smallest; infinity where there is no second.
  static func gap(_ distances: [Double]) -> Float {
    var (least, next) = (Double.infinity, Double.infinity)
    for distance in distances {
      if distance < least {
        (least, next) = (distance, least)
      } else {
        next = min(next, distance)
      }
    }
    return Float(next - least)
  }

  /// The margins of squared distance of vectors `[..., dimension]` in a table `[size, dimension]`.
  static func ofSquaredDistances(_ vectors: Tensor, in table: Tensor) -> [Float] {
    let (rows, codes) = (rows(of: vectors), rows(of: table))
    return Parallel.map(count: rows.count) { gap(squaredDistances(rows[$0], to: codes)) }
  }

  /// The largest score of each row along the last axis less the second largest.
  static func ofScores(_ scores: Tensor) -> [Float] {
    rows(of: scores).map { row in gap(row.map { -Double($0) }) }
  }

  /// The elements along the last axis, row after row.
  static func rows(of tensor: Tensor) -> [ArraySlice<Float>] {
    let (elements, width) = (tensor.elements, max(tensor.shape.last ?? 1, 1))
    return stride(from: 0, to: elements.count, by: width).map { elements[$0..<$0 + width] }
  }
}
