/// What becomes of two base codes side by side: whether a token can hold both, and whether they
/// merge.
///
/// Where no token can hold both, none reaches across, whatever the way of encoding. So sequences
/// fall into pieces that have nothing to do with each other, most of them short.
struct CodeJunctions: Sendable {
  /// The rank of two codes that no token holds side by side.
  static let apart = UInt32.max
  /// The rank of two codes that only longer tokens join.
  static let joinedLater = apart - 1

  private enum Ranks {
    case compact(CompactRanks)
    case wide(PairMap)
  }

  private let ranks: Ranks

  /// Collects the codes at the joints of a table's merges.
  init(_ table: MergeTable, _ pairs: PairRanks) {
    let joints = table.merges.compactMap { merge -> (left: UInt32, right: UInt32)? in
      guard let left = table.codes(of: merge.left).last,
        let right = table.codes(of: merge.right).first
      else { return nil }
      return (left, right)
    }
    if var compact = CompactRanks(pairCount: joints.count, tokenCount: table.alphabetSize) {
      for (left, right) in joints {
        compact.set(min(UInt64(pairs.rank(left, right)), CompactRanks.noRank), left, right)
      }
      ranks = .compact(compact)
    } else {
      var wide = PairMap(capacity: joints.count)
      for (left, right) in joints {
        let rank = min(pairs.rank(left, right), Self.joinedLater)
        wide.set(UInt64(rank), for: PairKey.joined(left, right))
      }
      ranks = .wide(wide)
    }
  }

  /// Whether no token holds two codes side by side.
  func areApart(_ left: UInt32, _ right: UInt32) -> Bool {
    switch ranks {
    case .compact(let compact): compact.slot(left, right) == CompactRanks.absent
    case .wide(let wide): wide.value(of: PairKey.joined(left, right)) == PairMap.none
    }
  }

  /// The rank of each code of a sequence and the one behind it; the last one is apart.
  func appendRanks(_ codes: Span<UInt32>, _ range: Range<Int>, to ranks: inout OutputSpan<UInt32>) {
    guard !range.isEmpty else { return }
    switch self.ranks {
    case .compact(let compact):
      for place in range.dropLast() {
        let slot = compact.slot(codes[place], codes[place + 1])
        let rank = CompactRanks.rank(ofSlot: slot)
        let unranked = slot == CompactRanks.absent ? Self.apart : Self.joinedLater
        ranks.append(rank == CompactRanks.noRank ? unranked : UInt32(truncatingIfNeeded: rank))
      }
    case .wide(let wide):
      for place in range.dropLast() {
        let value = wide.value(of: PairKey.joined(codes[place], codes[place + 1]))
        ranks.append(UInt32(truncatingIfNeeded: value))
      }
    }
    ranks.append(Self.apart)
  }
}
