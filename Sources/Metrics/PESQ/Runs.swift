extension [Bool] {
  /// The maximal ranges of true elements, in order.
  var runs: [Range<Int>] {
    var runs: [Range<Int>] = []
    var start: Int?
    for (index, isTrue) in enumerated() {
      if isTrue {
        start = start ?? index
      } else if let first = start {
        runs.append(first..<index)
        start = nil
      }
    }
    if let first = start { runs.append(first..<count) }
    return runs
  }
}
