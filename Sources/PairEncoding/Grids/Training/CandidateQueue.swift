/// Candidates by the most priority that they can have: a binary heap.
///
/// Entries are bounds. The one at the top is the best candidate once its bound is found to hold; equal
/// bounds are ordered as equal priorities are (``Candidate/precedes(_:)``).
struct CandidateQueue {
  /// A candidate, and a priority that it does not exceed.
  struct Entry {
    let bound: Double
    let candidate: UInt32
  }

  private var heap: [Entry] = []

  /// The entry with the highest bound.
  var top: Entry? { heap.first }

  /// Forgets all entries.
  mutating func removeAll() {
    heap.removeAll(keepingCapacity: true)
  }

  /// Adds an entry.
  mutating func push(_ entry: Entry, _ candidates: [Candidate]) {
    heap.append(entry)
    var place = heap.count - 1
    while place > 0 {
      let parent = (place - 1) / 2
      guard Self.precedes(entry, heap[parent], candidates) else { break }
      heap[place] = heap[parent]
      place = parent
    }
    heap[place] = entry
  }

  /// Removes the entry with the highest bound.
  mutating func pop(_ candidates: [Candidate]) -> Entry? {
    guard let top = heap.first, let last = heap.popLast() else { return nil }
    if !heap.isEmpty {
      heap[0] = last
      sinkTop(candidates)
    }
    return top
  }

  private mutating func sinkTop(_ candidates: [Candidate]) {
    let entry = heap[0]
    var place = 0
    while true {
      var child = 2 * place + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, Self.precedes(heap[child + 1], heap[child], candidates) {
        child += 1
      }
      guard Self.precedes(heap[child], entry, candidates) else { break }
      heap[place] = heap[child]
      place = child
    }
    heap[place] = entry
  }

  /// Whether one entry is to be looked at before another.
  static func precedes(_ left: Entry, _ right: Entry, _ candidates: [Candidate]) -> Bool {
    guard left.bound == right.bound else { return left.bound > right.bound }
    return candidates[Int(left.candidate)].precedes(candidates[Int(right.candidate)])
  }
}
