public import TokenStreams

/// How often which runs of n tokens stand in sequences.
public struct NGramCounts: Hashable, Sendable, Encodable {
  /// A run of tokens and how often it stands there.
  public struct NGram: Hashable, Sendable, Encodable {
    /// The tokens.
    public let tokens: [UInt32]
    /// How often they stand there one behind the other.
    public let count: Int
  }

  /// How many tokens a run has.
  public let length: Int
  /// How many runs there are, overlapping ones included.
  public let total: Int
  /// How many of them differ.
  public let distinct: Int
  /// The most frequent of them; of equally frequent ones the smaller tokens first.
  public let mostFrequent: [NGram]
  /// How frequent runs are by rank, at ranks that lie evenly on a logarithmic axis, the last one
  /// included.
  public let ranks: [RankedCount]

  private enum CodingKeys: String, CodingKey {
    case length, total, distinct, ranks
    case mostFrequent = "most_frequent"
  }

  /// Counts runs of `length` tokens, none of which reaches from one sequence into the next.
  ///
  /// - Parameters:
  ///   - sequences: the tokens.
  ///   - length: how many tokens a run has.
  ///   - limit: how many of the most frequent to keep.
  /// - Throws: `PairEncodingError.impossibleOption` for runs of no token, `.corpusTooLarge` for 2^32
  ///   tokens and more.
  public init(
    _ sequences: TokenSequences, length: Int, keeping limit: Int = 20
  ) throws(PairEncodingError) {
    guard length > 0 else {
      throw PairEncodingError.impossibleOption(
        name: "the length of runs", value: "\(length)", allowed: "1 or more")
    }
    guard sequences.tokens.count < Int(UInt32.max) else {
      throw PairEncodingError.corpusTooLarge(
        codes: sequences.tokens.count, limit: Int(UInt32.max) - 1)
    }
    self.length = length
    let runs = Self.numbered(sequences, length: length)
    total = runs.total
    distinct = runs.counts.count
    let descending = runs.counts.sorted(by: >)
    ranks = RankedCount.spread(over: descending)
    // A run that is as frequent as the last one kept may still come before it.
    let least = descending.prefix(max(limit, 0)).last ?? 1
    let found = runs.counts.indices.filter { runs.counts[$0] >= least }.map { number in
      let first = Int(runs.firstPlaces[number])
      return NGram(
        tokens: Array(sequences.tokens[first..<first + length]), count: runs.counts[number])
    }
    mostFrequent = Array(
      found.sorted { one, other in
        one.count != other.count
          ? one.count > other.count : one.tokens.lexicographicallyPrecedes(other.tokens)
      }.prefix(max(limit, 0)))
  }

  /// Numbers the different runs: those of n tokens by the number of their first n - 1 and the last.
  private static func numbered(
    _ sequences: TokenSequences, length: Int
  ) -> (counts: [Int], firstPlaces: [UInt32], total: Int) {
    var numbers = sequences.tokens
    var firstPlaces: [UInt32] = []
    var counts: [Int] = []
    var total = 0
    for shorter in 0..<length {
      var map = PairMap()
      firstPlaces.removeAll(keepingCapacity: true)
      counts.removeAll(keepingCapacity: true)
      total = 0
      for index in 0..<sequences.count {
        let (start, end) = (sequences.offsets[index], sequences.offsets[index + 1])
        for place in start..<max(end - shorter, start) {
          let key = PairKey.joined(
            shorter == 0 ? 0 : numbers[place], sequences.tokens[place + shorter])
          var number = map.value(of: key)
          if number == PairMap.none {
            number = UInt64(counts.count)
            map.set(number, for: key)
            counts.append(0)
            firstPlaces.append(UInt32(place))
          }
          counts[Int(number)] += 1
          numbers[place] = UInt32(number)
          total += 1
        }
      }
    }
    return (counts, firstPlaces, total)
  }
}
