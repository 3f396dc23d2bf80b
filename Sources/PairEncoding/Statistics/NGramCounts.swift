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

  /// Counts runs of one token, two, and so on up to `longest`; none reaches from one sequence into the
  /// next.
  ///
  /// - Parameters:
  ///   - longest: how many tokens the longest runs have.
  ///   - sequences: the tokens.
  ///   - limit: how many of the most frequent to keep of each length.
  /// - Returns: the counts of each length, the shortest first.
  /// - Throws: `PairEncodingError.impossibleOption` for runs of no token, `.corpusTooLarge` for 2^32
  ///   tokens and more.
  public static func counts(
    ofRunsUpTo longest: Int, in sequences: TokenSequences, keeping limit: Int = 20
  ) throws(PairEncodingError) -> [NGramCounts] {
    guard longest > 0 else {
      throw PairEncodingError.impossibleOption(
        name: "the length of runs", value: "\(longest)", allowed: "1 or more")
    }
    guard sequences.tokens.count < Int(UInt32.max) else {
      throw PairEncodingError.corpusTooLarge(
        codes: sequences.tokens.count, limit: Int(UInt32.max) - 1)
    }
    var runs = NumberedRuns(sequences)
    return (0..<longest).map { _ in
      runs.lengthen()
      return NGramCounts(runs, keeping: max(limit, 0))
    }
  }

  private init(_ runs: NumberedRuns, keeping limit: Int) {
    length = runs.length
    total = runs.total
    distinct = runs.counts.count
    let descending = runs.counts.sorted(by: >)
    ranks = RankedCount.spread(over: descending)
    // A run that is as frequent as the last one kept may still come before it.
    let least = descending.prefix(limit).last ?? 1
    let found = runs.counts.indices.filter { runs.counts[$0] >= least }.map { number in
      NGram(tokens: runs.tokens(ofRun: number), count: runs.counts[number])
    }
    mostFrequent = Array(
      found.sorted { one, other in
        one.count != other.count
          ? one.count > other.count : one.tokens.lexicographicallyPrecedes(other.tokens)
      }.prefix(limit))
  }
}

/// The different runs of one length, each with a number: that of a longer run follows from the number
/// of all but its last token, and that token.
private struct NumberedRuns {
  /// How many tokens a run has.
  private(set) var length = 0
  /// How often each run stands there.
  private(set) var counts: [Int] = []
  /// How many runs there are, equal ones included.
  private(set) var total = 0
  private let sequences: TokenSequences
  /// Where each run stands first.
  private var firstPlaces: [UInt32] = []
  /// The number of the run that begins at each place.
  private var numbers: [UInt32]

  init(_ sequences: TokenSequences) {
    self.sequences = sequences
    numbers = Array(repeating: 0, count: sequences.tokens.count)
  }

  /// Goes on to runs of one token more.
  mutating func lengthen() {
    var map = PairMap()
    firstPlaces.removeAll(keepingCapacity: true)
    counts.removeAll(keepingCapacity: true)
    total = 0
    for index in 0..<sequences.count {
      let (start, end) = (sequences.offsets[index], sequences.offsets[index + 1])
      for place in start..<max(end - length, start) {
        let key = PairKey.joined(numbers[place], sequences.tokens[place + length])
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
    length += 1
  }

  /// The tokens of a run.
  func tokens(ofRun number: Int) -> [UInt32] {
    let first = Int(firstPlaces[number])
    return Array(sequences.tokens[first..<first + length])
  }
}
