/// A vocabulary of merged codes: base codes, and the merges that make longer tokens of them.
///
/// Tokens `0..<alphabetSize` are the base codes themselves. Each merge joins two tokens that exist
/// before it; its result is the next number, or the token that stands for the same codes already
/// where there is one. So no two tokens stand for the same codes. The rank of a merge is its place
/// in the list.
public struct MergeTable: Sendable {
  /// The most codes an alphabet may have.
  public static let alphabetLimit = 1 << 24
  /// How many codes all merged tokens may spell out together unless the caller says otherwise.
  public static let defaultExpansionLimit = 1 << 23

  /// How many base codes there are.
  public let alphabetSize: Int
  /// The merges, the one of the lowest rank first.
  public internal(set) var merges: [Merge] = []
  /// Merged tokens that help to build longer ones and never stand in what is encoded, ascending.
  public internal(set) var scaffolds: [UInt32] = []
  /// The codes of all merged tokens, token after token.
  var mergedCodes: [UInt32] = []
  /// Where the codes of each merged token begin and the last one's end, `[merged tokens + 1]`.
  var mergedOffsets = [0]

  /// Base codes and no merge.
  ///
  /// - Throws: `PairEncodingError.impossibleAlphabet`.
  public init(alphabetSize: Int) throws(PairEncodingError) {
    guard (1...Self.alphabetLimit).contains(alphabetSize) else {
      throw PairEncodingError.impossibleAlphabet(size: alphabetSize, limit: Self.alphabetLimit)
    }
    self.alphabetSize = alphabetSize
  }

  /// Takes merges that may come from anywhere and checks each.
  ///
  /// - Parameters:
  ///   - alphabetSize: how many base codes there are.
  ///   - merges: in order of rank.
  ///   - scaffolds: merged tokens that must not stand in what is encoded, in any order.
  ///   - expansionLimit: how many codes all merged tokens may spell out together.
  /// - Throws: `PairEncodingError` for an impossible alphabet, a merge of tokens that do not exist
  ///   before it, a result that is not the one its turn and its codes ask for, expansions beyond the
  ///   limit, and a scaffold that no merge makes.
  public init(
    alphabetSize: Int, merges: [Merge], scaffolds: [UInt32] = [],
    expansionLimit: Int = defaultExpansionLimit
  ) throws(PairEncodingError) {
    var builder = MergeTableBuilder(
      try MergeTable(alphabetSize: alphabetSize), expansionLimit: expansionLimit)
    for (rank, merge) in merges.enumerated() {
      let result = try builder.append(left: merge.left, right: merge.right)
      guard result == merge.result else {
        throw PairEncodingError.misnumberedResult(
          merge: rank, result: merge.result, expected: result)
      }
    }
    self = try builder.table.withScaffolds(scaffolds)
  }

  /// The same merges with other scaffolds.
  ///
  /// - Throws: `PairEncodingError.impossibleScaffold` for a token that no merge makes.
  public func withScaffolds(_ tokens: [UInt32]) throws(PairEncodingError) -> MergeTable {
    let ascending = Set(tokens).sorted()
    for token in ascending where !(alphabetSize..<tokenCount).contains(Int(token)) {
      throw PairEncodingError.impossibleScaffold(
        token: token, alphabetSize: alphabetSize, tokenCount: tokenCount)
    }
    var table = self
    table.scaffolds = ascending
    return table
  }
}

extension MergeTable {
  /// How many tokens there are, base codes and scaffolds included: tokens are `0..<tokenCount`.
  public var tokenCount: Int { alphabetSize + mergedOffsets.count - 1 }

  /// How many tokens can stand in what is encoded.
  public var visibleTokenCount: Int { tokenCount - scaffolds.count }

  /// The base codes that a token of `0..<tokenCount` stands for.
  public func codes(of token: UInt32) -> ArraySlice<UInt32> {
    let merged = Int(token) - alphabetSize
    guard merged >= 0 else { return [token] }
    return mergedCodes[mergedOffsets[merged]..<mergedOffsets[merged + 1]]
  }

  /// How many base codes a token of `0..<tokenCount` stands for.
  public func length(of token: UInt32) -> Int {
    let merged = Int(token) - alphabetSize
    return merged < 0 ? 1 : mergedOffsets[merged + 1] - mergedOffsets[merged]
  }

  /// The most base codes that one token stands for.
  public var longestToken: Int {
    zip(mergedOffsets, mergedOffsets.dropFirst()).reduce(1) { max($0, $1.1 - $1.0) }
  }

  /// The first merge that makes each merged token, `[merged tokens]`.
  public var firstMerges: [Merge] {
    var found: [Merge] = []
    for merge in merges where Int(merge.result) == alphabetSize + found.count {
      found.append(merge)
    }
    return found
  }
}

extension MergeTable: Hashable {
  /// Whether alphabet, merges and scaffolds are the same.
  public static func == (one: MergeTable, other: MergeTable) -> Bool {
    one.alphabetSize == other.alphabetSize && one.merges == other.merges
      && one.scaffolds == other.scaffolds
  }

  /// Hashes what is compared.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(alphabetSize)
    hasher.combine(merges)
    hasher.combine(scaffolds)
  }
}
