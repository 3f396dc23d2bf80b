import Threads

/// Where the places of each candidate go in one list of all.
///
/// The corpus is cut into blocks; each counts its places of each candidate, so that all blocks can
/// then write at once, and a candidate's places still ascend.
struct PlaceIndex {
  private static let blockLimit = 64
  private static let leastBlock = 1 << 16

  /// The places of each candidate in the list.
  private(set) var ranges: [Range<Int>] = []
  /// How many places all candidates have.
  private(set) var placeCount = 0
  private let corpus: CompactCorpus
  private let numbers: PairMap
  private let block: Int
  private let blockCount: Int
  /// Where the next place of each candidate goes, `[blocks, candidates]`.
  private let cursors: FlatMemory<UInt32>

  /// Counts the places of the pairs that `numbers` numbers.
  ///
  /// - Throws: `PairEncodingError.outOfMemory`.
  init(
    _ corpus: CompactCorpus, _ numbers: PairMap, candidateCount: Int
  ) throws(PairEncodingError) {
    self.corpus = corpus
    self.numbers = numbers
    block = max(Self.leastBlock, corpus.cellCount / Self.blockLimit + 1)
    blockCount = (corpus.cellCount + block - 1) / block
    cursors = try FlatMemory(count: blockCount * candidateCount)
    forEachPlace { [cursors] cursor, _ in cursors[cursor] += 1 }
    ranges.reserveCapacity(candidateCount)
    for candidate in 0..<candidateCount {
      let start = placeCount
      for block in 0..<blockCount {
        let cursor = block * candidateCount + candidate
        let count = Int(cursors[cursor])
        cursors[cursor] = UInt32(placeCount)
        placeCount += count
      }
      ranges.append(start..<placeCount)
    }
  }

  /// Writes all places; can be done once.
  func list(in places: FlatMemory<UInt32>) {
    forEachPlace { [cursors] cursor, place in
      let next = cursors[cursor]
      places[Int(next)] = UInt32(truncatingIfNeeded: place)
      cursors[cursor] = next + 1
    }
  }

  @inline(__always)
  private func forEachPlace(_ body: @Sendable (_ cursor: Int, _ place: Int) -> Void) {
    let candidateCount = blockCount == 0 ? 0 : cursors.count / blockCount
    Parallel.forEachBlock(of: block, count: corpus.cellCount) { cells in
      let row = cells.lowerBound / block * candidateCount
      corpus.forEachPair(leftIn: cells) { key, place in
        let number = numbers.value(of: key)
        if number != PairMap.none { body(row + Int(number), place) }
      }
    }
  }
}
