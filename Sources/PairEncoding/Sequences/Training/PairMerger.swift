/// Joins all places of a pair, and learns from their neighbours which pairs go and which come.
///
/// A place's neighbours are counted in arrays by token rather than in the table of pairs, which is
/// touched once for each different neighbour.
struct PairMerger {
  /// The neighbours on one side of the places of a pair.
  private struct Neighbours {
    /// How many places each token is beside; afterwards where places of its new pair go, plus one.
    let counts: FlatMemory<UInt32>
    /// How much these places weigh; of no use where all weigh the same.
    let weights: FlatMemory<Int>
    /// The tokens that are beside any place.
    let met: FlatMemory<UInt32>
    var metCount = 0

    init(tokenLimit: Int) throws(PairEncodingError) {
      counts = try FlatMemory(count: tokenLimit + 1)
      weights = try FlatMemory(count: tokenLimit + 1)
      met = try FlatMemory(count: tokenLimit + 1)
    }

    mutating func clear() {
      for index in 0..<metCount {
        counts[Int(met[index])] = 0
        weights[Int(met[index])] = 0
      }
      metCount = 0
    }
  }

  private static let hole = UInt32.max
  private var before: Neighbours
  private var after: Neighbours
  /// Where the next place of each new pair goes.
  private var cursors: [Int] = []

  /// Makes room for the neighbours of any pair of tokens below `tokenLimit`.
  ///
  /// - Throws: `PairEncodingError.outOfMemory`.
  init(tokenLimit: Int) throws(PairEncodingError) {
    before = try Neighbours(tokenLimit: tokenLimit)
    after = try Neighbours(tokenLimit: tokenLimit)
  }

  /// Joins every place of a pair into `result`, a token that the corpus does not hold yet.
  ///
  /// - Returns: how many tokens fewer there are, each place as often as it weighs.
  mutating func merge(
    _ pair: PairQueue.Taken, into result: UInt32, _ stream: CorpusStream,
    _ queue: inout PairQueue, rules: PairRules
  ) -> Int {
    let left = pair.candidate.left
    let joined = join(pair, into: result, stream, queue.places)
    cursors.removeAll(keepingCapacity: true)
    let touching = Int(before.counts[Int(result)])
    settleBefore(left, result, stream, &queue, rules)
    settleAfter(pair.candidate, touching: touching, result, stream, &queue, rules)
    if !cursors.isEmpty { list(joined.places, result, stream, queue.places) }
    before.clear()
    after.clear()
    return joined.weight
  }

  /// Writes the result over every place that still holds the pair, from left to right, and counts
  /// neighbours as they are at that moment.
  private mutating func join(
    _ pair: PairQueue.Taken, into result: UInt32, _ stream: CorpusStream,
    _ places: FlatMemory<UInt32>
  ) -> (places: Range<Int>, weight: Int) {
    let (left, right) = (pair.candidate.left, pair.candidate.right)
    let (cells, extraCells) = (stream.cells, stream.extraCells)
    let leftWidth = 1 + Int(extraCells[Int(left)])
    let width = leftWidth + 1 + Int(extraCells[Int(right)])
    extraCells[Int(result)] = UInt32(width - 1)
    let (beforeCounts, beforeMet) = (before.counts, before.met)
    let (afterCounts, afterMet) = (after.counts, after.met)
    var (beforeMetCount, afterMetCount) = (0, 0)
    let isWeighted = stream.runs.count > 1
    var weight = 0
    var index = pair.places.lowerBound
    var kept = index
    while index < pair.places.upperBound {
      let run = stream.run(at: Int(places[index]))
      let firstOfRun = kept
      while index < pair.places.upperBound {
        let place = Int(places[index])
        guard place < run.end else { break }
        index += 1
        guard cells[place] == left, cells[place + leftWidth] == right else { continue }
        let (tokenBefore, tokenAfter) = (Int(cells[place - 1]), Int(cells[place + width]))
        cells[place + leftWidth - 1] = Self.hole
        cells[place + leftWidth] = Self.hole
        cells[place] = result
        cells[place + width - 1] = result
        places[kept] = UInt32(truncatingIfNeeded: place)
        kept += 1
        if beforeCounts[tokenBefore] == 0 {
          beforeMet[beforeMetCount] = UInt32(truncatingIfNeeded: tokenBefore)
          beforeMetCount += 1
        }
        beforeCounts[tokenBefore] &+= 1
        if afterCounts[tokenAfter] == 0 {
          afterMet[afterMetCount] = UInt32(truncatingIfNeeded: tokenAfter)
          afterMetCount += 1
        }
        afterCounts[tokenAfter] &+= 1
        if isWeighted {
          before.weights[tokenBefore] += run.weight
          after.weights[tokenAfter] += run.weight
        }
      }
      weight += (kept - firstOfRun) * run.weight
    }
    before.metCount = beforeMetCount
    after.metCount = afterMetCount
    return (pair.places.lowerBound..<kept, weight)
  }

  /// The pair of each token before a place and the joined left token is gone; that of the token and
  /// the result is new.
  private mutating func settleBefore(
    _ left: UInt32, _ result: UInt32, _ stream: CorpusStream, _ queue: inout PairQueue,
    _ rules: PairRules
  ) {
    let weight = stream.runs.count > 1 ? nil : stream.runs[0].weight
    for index in 0..<before.metCount {
      let token = before.met[index]
      let count = Int(before.counts[Int(token)])
      before.counts[Int(token)] = 0
      guard token != stream.separator else { continue }
      let total = weight.map { $0 * count } ?? before.weights[Int(token)]
      // The result stands before a place where two places touch; the pair that was between them is
      // counted behind the first one.
      if token != result { queue.subtract(total, from: PairKey.joined(token, left)) }
      let candidate = PairCandidate(count: total, key: PairKey.joined(token, result))
      let cursor = follow(candidate, placeCount: count, &queue, rules)
      before.counts[Int(token)] = cursor
    }
  }

  /// The pair of the joined right token and each token behind a place is gone; that of the result
  /// and the token is new, except where the token has become part of the next place.
  private mutating func settleAfter(
    _ pair: PairCandidate, touching: Int, _ result: UInt32, _ stream: CorpusStream,
    _ queue: inout PairQueue, _ rules: PairRules
  ) {
    let weight = stream.runs.count > 1 ? nil : stream.runs[0].weight
    for index in 0..<after.metCount {
      let token = after.met[index]
      let count = Int(after.counts[Int(token)])
      after.counts[Int(token)] = 0
      guard token != stream.separator else { continue }
      let total = weight.map { $0 * count } ?? after.weights[Int(token)]
      queue.subtract(total, from: PairKey.joined(pair.right, token))
      var (newCount, newTotal) = (count, total)
      if token == pair.left {
        newCount -= touching
        newTotal -= weight.map { $0 * touching } ?? before.weights[Int(result)]
      }
      guard newCount > 0 else { continue }
      let candidate = PairCandidate(count: newTotal, key: PairKey.joined(result, token))
      let cursor = follow(candidate, placeCount: newCount, &queue, rules)
      after.counts[Int(token)] = cursor
    }
  }

  /// Follows a new pair where that is allowed; gives the number of its cursor plus one, or zero.
  private mutating func follow(
    _ candidate: PairCandidate, placeCount: Int, _ queue: inout PairQueue, _ rules: PairRules
  ) -> UInt32 {
    guard rules.allow(candidate), let start = queue.follow(candidate, placeCount: placeCount)
    else { return 0 }
    cursors.append(start)
    return UInt32(truncatingIfNeeded: cursors.count)
  }

  /// Lists the places of new pairs that are followed.
  private mutating func list(
    _ joined: Range<Int>, _ result: UInt32, _ stream: CorpusStream,
    _ places: FlatMemory<UInt32>
  ) {
    let (cells, extraCells) = (stream.cells, stream.extraCells)
    let (beforeCounts, afterCounts) = (before.counts, after.counts)
    let width = 1 + Int(extraCells[Int(result)])
    for index in joined {
      let place = Int(places[index])
      let tokenBefore = Int(cells[place - 1])
      let cursorBefore = Int(beforeCounts[tokenBefore])
      if cursorBefore > 0 {
        let start = place - 1 - Int(extraCells[tokenBefore])
        places[cursors[cursorBefore - 1]] = UInt32(truncatingIfNeeded: start)
        cursors[cursorBefore - 1] += 1
      }
      let tokenAfter = Int(cells[place + width])
      guard tokenAfter != Int(result) else { continue }
      let cursorAfter = Int(afterCounts[tokenAfter])
      if cursorAfter > 0 {
        places[cursors[cursorAfter - 1]] = UInt32(truncatingIfNeeded: place)
        cursors[cursorAfter - 1] += 1
      }
    }
  }
}
