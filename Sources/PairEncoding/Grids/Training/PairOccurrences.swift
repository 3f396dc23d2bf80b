import Threads

/// Reading the lists of occurrences against the board.
struct PairOccurrences {
  /// From how many entries on a list is read by all threads, and how many each reads at a time.
  static let blockSize = 1 << 14

  let storage: BoardStorage
  /// Anchors of first tokens at which the candidate last read would be merged, ascending.
  private(set) var applicable: [UInt32] = []

  init(_ storage: BoardStorage) {
    self.storage = storage
  }

  /// Drops entries of a candidate's list that no longer hold.
  func sweep(_ candidate: inout Candidate, in anchors: inout [UInt32]) {
    let range = Int(candidate.start)..<Int(candidate.start) + Int(candidate.count)
    let (storage, pair) = (storage, candidate)
    guard range.count > Self.blockSize else {
      let kept = unsafe anchors.withUnsafeMutableBufferPointer {
        unsafe Self.sweep(pair, $0, range, storage)
      }
      candidate.count = UInt32(kept)
      return
    }
    let blocks = (range.count + Self.blockSize - 1) / Self.blockSize
    let kept = unsafe anchors.withUnsafeMutableBufferPointer { anchors in
      nonisolated(unsafe) let list = unsafe anchors
      return Parallel.map(count: blocks) { block in
        let start = range.lowerBound + block * Self.blockSize
        let part = start..<min(start + Self.blockSize, range.upperBound)
        return unsafe Self.sweep(pair, list, part, storage)
      }
    }
    var end = range.lowerBound
    for (block, count) in kept.enumerated() {
      let start = range.lowerBound + block * Self.blockSize
      if start != end {
        for index in 0..<count { anchors[end + index] = anchors[start + index] }
      }
      end += count
    }
    candidate.count = UInt32(end - range.lowerBound)
  }

  /// Moves what holds to the front of one part of a list, and says how much does.
  private static func sweep(
    _ pair: Candidate, _ anchors: UnsafeMutableBufferPointer<UInt32>, _ part: Range<Int>,
    _ storage: BoardStorage
  ) -> Int {
    let board = storage.board
    var strides = StrideCursor(storage.layout.runs)
    var kept = part.lowerBound
    for index in part {
      let anchor = unsafe Int(anchors[index])
      let stride = anchor < strides.end ? strides.stride : strides.stride(at: anchor)
      let other = anchor &+ Int(pair.place.row) &* stride &+ Int(pair.place.column)
      guard board[anchor] == pair.first, board[other] == pair.second else { continue }
      unsafe anchors[kept] = UInt32(truncatingIfNeeded: anchor)
      kept &+= 1
    }
    return kept - part.lowerBound
  }

  /// Reads a candidate's list: afterwards ``applicable`` says where it would be merged.
  ///
  /// A token that stands in two occurrences, as in a run of equal tokens, goes to the one whose first
  /// token comes first.
  mutating func read(_ candidate: inout Candidate, in anchors: inout [UInt32]) {
    sweep(&candidate, in: &anchors)
    defer { candidate.frequency = UInt32(applicable.count) }
    let list = anchors[Int(candidate.start)..<Int(candidate.start) + Int(candidate.count)]
    applicable.removeAll(keepingCapacity: true)
    guard candidate.first == candidate.second else {
      applicable += list
      return
    }
    var strides = StrideCursor(storage.layout.runs)
    var oldest = 0
    for anchor in list {
      let stride = strides.stride(at: Int(anchor))
      let way = Int(candidate.place.row) * stride + Int(candidate.place.column)
      while oldest < applicable.count, Int(applicable[oldest]) + way < anchor { oldest += 1 }
      let isTaken = oldest < applicable.count && Int(applicable[oldest]) + way == anchor
      if !isTaken { applicable.append(anchor) }
    }
  }
}

extension CandidateStore {
  /// Drops entries that no longer hold, and candidates that cannot become merges any more.
  mutating func sweep(_ occurrences: PairOccurrences, atLeast minimum: Int, wanted: Set<GridMerge>)
  {
    var end = 0
    candidates = candidates.compactMap { candidate in
      var candidate = candidate
      guard candidate.count > 0 else { return nil }
      occurrences.sweep(&candidate, in: &anchors)
      candidate.frequency = min(candidate.frequency, candidate.count)
      guard candidate.frequency >= minimum || wanted.contains(candidate.merge) else { return nil }
      for index in 0..<Int(candidate.count) {
        anchors[end + index] = anchors[Int(candidate.start) + index]
      }
      candidate.start = UInt32(end)
      end += Int(candidate.count)
      return candidate
    }
    anchors.removeSubrange(end...)
  }
}
