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
    /// By both codes, `[alphabetSize, alphabetSize]`.
    case direct([UInt32], alphabetSize: Int)
    case compact(CompactRanks)
    case wide(PairMap)
  }

  private let ranks: Ranks
  /// The most codes whose pairs all have a place of their own: 4 MB.
  private static let largestDirectAlphabet = 1 << 10

  /// Collects the codes at the joints of a table's merges.
  init(_ table: MergeTable, _ pairs: PairRanks) {
    let joints = table.merges.compactMap { merge -> (left: UInt32, right: UInt32)? in
      guard let left = table.codes(of: merge.left).last,
        let right = table.codes(of: merge.right).first
      else { return nil }
      return (left, right)
    }
    if table.alphabetSize <= Self.largestDirectAlphabet {
      let size = table.alphabetSize
      var direct = [UInt32](repeating: Self.apart, count: size * size)
      for (left, right) in joints {
        direct[Int(left) * size + Int(right)] = min(pairs.rank(left, right), Self.joinedLater)
      }
      ranks = .direct(direct, alphabetSize: size)
    } else if var compact = CompactRanks(pairCount: joints.count, tokenCount: table.alphabetSize) {
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
    case .direct(let direct, let size): direct[Int(left) * size + Int(right)] == Self.apart
    case .compact(let compact): compact.slot(left, right) == CompactRanks.absent
    case .wide(let wide): wide.value(of: PairKey.joined(left, right)) == PairMap.none
    }
  }

  /// The rank of each code of a sequence and the one behind it; the last one is apart.
  func appendRanks(_ codes: Span<UInt32>, _ range: Range<Int>, to ranks: inout OutputSpan<UInt32>) {
    guard !range.isEmpty else { return }
    switch self.ranks {
    case .direct(let direct, let size):
      let direct = direct.span
      for place in range.dropLast() {
        ranks.append(direct[Int(codes[place]) * size + Int(codes[place + 1])])
      }
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
