/// Ascending numbers as a reader wants them, such as `1-4, 7, 9-10`.
public struct IntegerRanges: CustomStringConvertible, Sendable {
  private var ranges: [ClosedRange<Int>] = []

  /// Takes ascending numbers.
  public init(_ numbers: [Int]) {
    for number in numbers {
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
  }

  /// The ranges, with commas between them.
  public var description: String {
    ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ", ")
  }
}
