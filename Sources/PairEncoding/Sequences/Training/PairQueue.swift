import HeapModule

/// The pairs that are followed: how often each stands in the corpus, and where.
///
/// A pair's places are listed when the pair comes into being: with the census, or with the merge
/// that makes the younger of its tokens. Later merges only take places away, so a list is never
/// added to; what has gone is noticed when the list is read. In the same way the heap holds counts
/// from above, corrected when a pair comes to its top.
struct PairQueue {
  private struct Follower {
    let key: UInt64
    var count: Int
    let places: Range<Int>
  }

  private struct Entry: Comparable {
    let candidate: PairCandidate
    let follower: Int

    static func < (one: Entry, other: Entry) -> Bool { one.candidate < other.candidate }
  }

  /// A pair taken from the queue.
  struct Taken {
    /// The pair and its count.
    let candidate: PairCandidate
    /// Where its places are in ``PairQueue/places``, ascending; some of them may be gone.
    let places: Range<Int>
  }

  /// Places of left tokens, list after list.
  let places: FlatMemory<UInt32>
  private var followers: [Follower] = []
  private var numbers: PairMap
  private var heap = Heap<Entry>()
  private var usedPlaces = 0
  private let bound: PairCandidate

  /// Follows the candidates of a census of `stream`, which has one cell a token.
  ///
  /// - Throws: `PairEncodingError.outOfMemory`.
  init(_ census: PairCensus, _ stream: CorpusStream) throws(PairEncodingError) {
    bound = census.bound
    numbers = PairMap(capacity: census.candidates.count)
    for (number, candidate) in census.candidates.enumerated() {
      numbers.set(UInt64(number), for: candidate.key)
    }
    let index = try PlaceIndex(
      CompactCorpus(stream), numbers, candidateCount: census.candidates.count)
    // A merge takes a cell away and makes two places at most.
    places = try FlatMemory(count: index.placeCount + 2 * stream.cellCount)
    usedPlaces = index.placeCount
    index.list(in: places)
    for (number, candidate) in census.candidates.enumerated() {
      followers.append(
        Follower(key: candidate.key, count: candidate.count, places: index.ranges[number]))
    }
    heap = Heap(
      census.candidates.enumerated().map { Entry(candidate: $0.element, follower: $0.offset) })
  }
}

extension PairQueue {
  /// Takes the first candidate out; nil when none is left before the census' bound.
  mutating func take() -> Taken? {
    while let entry = heap.popMax() {
      let follower = followers[entry.follower]
      if follower.count == entry.candidate.count {
        return Taken(candidate: entry.candidate, places: follower.places)
      }
      let corrected = PairCandidate(count: follower.count, key: follower.key)
      if corrected > bound { heap.insert(Entry(candidate: corrected, follower: entry.follower)) }
    }
    return nil
  }

  /// The candidate that is taken next, left where it is.
  mutating func first() -> PairCandidate? {
    while let entry = heap.max {
      let follower = followers[entry.follower]
      if follower.count == entry.candidate.count { return entry.candidate }
      heap.removeMax()
      let corrected = PairCandidate(count: follower.count, key: follower.key)
      if corrected > bound { heap.insert(Entry(candidate: corrected, follower: entry.follower)) }
    }
    return nil
  }

  /// Lowers the count of a pair where it is followed.
  mutating func subtract(_ count: Int, from key: UInt64) {
    let number = numbers.value(of: key)
    if number != PairMap.none { followers[Int(number)].count -= count }
  }

  /// Follows a new pair if it comes before the census' bound.
  ///
  /// - Returns: where its places go in ``places``; nil if it is not followed.
  mutating func follow(_ candidate: PairCandidate, placeCount: Int) -> Int? {
    guard candidate > bound else { return nil }
    let start = usedPlaces
    usedPlaces += placeCount
    numbers.set(UInt64(followers.count), for: candidate.key)
    heap.insert(Entry(candidate: candidate, follower: followers.count))
    followers.append(
      Follower(key: candidate.key, count: candidate.count, places: start..<usedPlaces))
    return start
  }
}
