import Glibc

/// How often what is at one rank of frequency occurs: a point of a Zipf plot.
public struct RankedCount: Hashable, Sendable, Encodable {
  /// The rank, 1 for the most frequent.
  public let rank: Int
  /// How often it occurs.
  public let count: Int

  private static let pointsPerDecade = 20.0

  /// The counts of some ranks that lie evenly on a logarithmic axis, first and last one included, of
  /// counts at all ranks.
  static func spread(over descending: [Int]) -> [RankedCount] {
    var found: [RankedCount] = []
    var rank = 1
    while rank < descending.count {
      found.append(RankedCount(rank: rank, count: descending[rank - 1]))
      rank = max(rank + 1, Int((Double(rank) * pow(10, 1 / pointsPerDecade)).rounded()))
    }
    if let last = descending.last {
      found.append(RankedCount(rank: descending.count, count: last))
    }
    return found
  }
}
