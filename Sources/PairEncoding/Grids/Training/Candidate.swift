/// A pair of tokens at an offset that may be merged, and where its occurrences are listed.
struct Candidate: Sendable {
  let first: UInt32
  let second: UInt32
  /// From the anchor of the first token to that of the second.
  let place: Place
  /// Where its occurrences begin in ``CandidateStore/anchors``.
  var start: UInt32
  /// How many occurrences are listed.
  var count: UInt32
  /// How often it would be applied, at most: what was found when the list was last read.
  var frequency: UInt32
  /// The spatial consistency of its two tokens, 0 where nobody asks for it.
  let consistency: Float

  /// The merge that it would become.
  var merge: GridMerge { GridMerge(first: first, second: second, offset: place.offset) }

  /// Whether it is merged before another of equal priority.
  func precedes(_ other: Candidate) -> Bool {
    (first, second, place.rasterRank) < (other.first, other.second, other.place.rasterRank)
  }
}

/// Candidates and the anchors of their occurrences.
///
/// Occurrences are listed when the younger of the two tokens is made, as many as there are then, and
/// never gain: a token once joined to another does not come back. So a list's length bounds the
/// candidate's frequency, entries that no longer hold are dropped when the list is next read, and lists
/// of one candidate stay in ascending order of cells.
struct CandidateStore: Sendable {
  var candidates: [Candidate] = []
  /// The anchor cells of first tokens, candidate after candidate.
  var anchors: [UInt32] = []
  /// How many anchors there may be before those that no longer hold are swept out.
  private(set) var sweepAt = 0

  /// Makes room for so many anchors more and says how far the lists may grow.
  mutating func reserve(_ count: Int) {
    sweepAt = max(anchors.count + count, 1 << 16)
    anchors.reserveCapacity(sweepAt)
  }

  /// Whether so many anchors more need a sweep first.
  func needsSweep(before count: Int) -> Bool { anchors.count + count > sweepAt }

  /// Puts another store's candidates behind these.
  mutating func append(_ other: CandidateStore) {
    let base = UInt32(anchors.count)
    for var candidate in other.candidates {
      candidate.start += base
      candidates.append(candidate)
    }
    anchors += other.anchors
  }
}
