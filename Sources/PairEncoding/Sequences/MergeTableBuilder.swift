/// A table of merges that grows.
struct MergeTableBuilder {
  /// The merges so far.
  private(set) var table: MergeTable
  private let expansionLimit: Int
  private var tokensByCodes: [ArraySlice<UInt32>: UInt32] = [:]
  private var tokensByPair: [UInt64: UInt32] = [:]
  /// How many codes were compared to find tokens that stood for them already.
  private var comparedCount = 0

  /// Goes on from a table.
  init(_ table: MergeTable, expansionLimit: Int = MergeTable.defaultExpansionLimit) {
    self.table = table
    for merge in table.merges {
      tokensByPair[PairKey.joined(merge.left, merge.right)] = merge.result
    }
    // Below this, tokens can always be numbered in 32 bits.
    self.expansionLimit = min(expansionLimit, 1 << 31)
    for token in UInt32(table.alphabetSize)..<UInt32(table.tokenCount) {
      tokensByCodes[table.codes(of: token)] = token
    }
  }

  /// Adds a merge at the end.
  ///
  /// - Returns: the token it makes: the one that stands for these codes already, or the next one.
  /// - Throws: `PairEncodingError.unknownToken` or `.expansionsTooLong`.
  @discardableResult
  mutating func append(left: UInt32, right: UInt32) throws(PairEncodingError) -> UInt32 {
    if let known = tokensByPair[PairKey.joined(left, right)] {
      table.merges.append(Merge(left: left, right: right, result: known))
      return known
    }
    for token in [left, right] where Int(token) >= table.tokenCount {
      throw PairEncodingError.unknownToken(
        merge: table.merges.count, token: token, known: table.tokenCount)
    }
    let length = table.length(of: left) + table.length(of: right)
    guard length <= expansionLimit else { throw tooLong }
    let codes = table.codes(of: left) + table.codes(of: right)
    let result = tokensByCodes[codes] ?? UInt32(table.tokenCount)
    if Int(result) == table.tokenCount {
      guard table.mergedCodes.count + length <= expansionLimit else { throw tooLong }
      tokensByCodes[codes] = result
      table.mergedCodes += codes
      table.mergedOffsets.append(table.mergedCodes.count)
    } else {
      // Tables in which this is frequent are made to keep a reader busy.
      comparedCount += length
      guard comparedCount <= expansionLimit else { throw tooLong }
    }
    tokensByPair[PairKey.joined(left, right)] = result
    table.merges.append(Merge(left: left, right: right, result: result))
    return result
  }

  private var tooLong: PairEncodingError {
    .expansionsTooLong(merge: table.merges.count, limit: expansionLimit)
  }
}
