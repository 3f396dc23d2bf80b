/// How two arrays of floats differ, worst element first.
package struct Closeness: Sendable, CustomStringConvertible {
  /// The largest absolute difference; infinity when counts differ or a NaN stands on one side.
  package let largestDifference: Double
  /// Where it is.
  package let index: Int
  private let found: Double
  private let expected: Double

  /// Compares element by element.
  package init(_ found: [Float], _ expected: [Float]) {
    self.init(found.map(Double.init), expected.map(Double.init))
  }

  /// Compares element by element.
  package init(_ found: [Double], _ expected: [Double]) {
    var worst = (difference: found.count == expected.count ? -1.0 : .infinity, index: 0)
    for index in 0..<min(found.count, expected.count) {
      let difference = abs(found[index] - expected[index])
      if difference > worst.difference || difference.isNaN {
        worst = (difference.isNaN ? .infinity : difference, index)
      }
    }
    largestDifference = max(worst.difference, 0)
    index = worst.index
    self.found = found.indices.contains(worst.index) ? found[worst.index] : .nan
    self.expected = expected.indices.contains(worst.index) ? expected[worst.index] : .nan
  }

  /// Which element is worst and by how much.
  package var description: String {
    "largest difference \(largestDifference) at \(index): found \(found), expected \(expected)"
  }
}
