/// How resampled channels differ from the reference's, over all channels.
struct SampleDifference {
  /// The largest absolute difference; infinity for unequal counts or a NaN.
  let largest: Double
  /// The square root of the mean square; infinity for unequal counts or a NaN.
  let rootMeanSquare: Double

  /// Compares channels of equal number and length.
  init(_ found: [[Float]], _ reference: [[Float]]) {
    guard found.map(\.count) == reference.map(\.count) else {
      (largest, rootMeanSquare) = (.infinity, .infinity)
      return
    }
    let differences = zip(found.joined(), reference.joined()).map { Double($0) - Double($1) }
    let worst = differences.reduce(0) { $1.isNaN ? .infinity : max($0, abs($1)) }
    let meanSquare = differences.reduce(0) { $0 + $1 * $1 } / Double(max(differences.count, 1))
    largest = worst
    rootMeanSquare = worst.isFinite ? meanSquare.squareRoot() : .infinity
  }
}
