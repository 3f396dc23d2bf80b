/// Neighbours of one token wherever it stands.
struct EdgeList: Sendable {
  /// What stands beside it, a ``Neighbour`` each.
  var neighbours: [UInt64] = []
  /// The cell of the anchor that comes first, the token's own or its neighbour's.
  var anchors: [UInt32] = []

  /// The same with every neighbour counted in a table.
  func grouped(by groups: inout EdgeGroups) -> GroupedEdges {
    var grouped = GroupedEdges(anchors: anchors)
    grouped.groups.reserveCapacity(neighbours.count)
    for neighbour in neighbours { grouped.groups.append(groups.count(neighbour)) }
    return grouped
  }
}

/// Neighbours of one token wherever it stands, by their groups in an ``EdgeGroups`` table.
struct GroupedEdges {
  var groups: [UInt32] = []
  /// The cell of the anchor that comes first, the token's own or its neighbour's.
  var anchors: [UInt32]
}

extension CandidateStore {
  /// Adds the pairs that one token forms with its neighbours, where the rules admit them.
  ///
  /// The lists are in ascending order of the token's cells, over all of them; `groups` is the table that
  /// they refer to. `makeRoom` is told how many anchors will be added, before they are.
  mutating func add(
    _ token: UInt32, _ lists: [GroupedEdges], groups: EdgeGroups, rules: GridPairRules,
    shapes: ShapeTable, makeRoom: (inout CandidateStore, Int) -> Void = { _, _ in }
  ) {
    let scores = rules.deviation.map {
      SpatialConsistency.scores(groups.neighbours, counts: groups.counts, deviation: $0)
    }
    let admitted = groups.neighbours.indices.filter { group in
      let pair = Self.pair(token, Neighbour(key: groups.neighbours[group]))
      return rules.admit(
        pair.first, pair.second, at: pair.place, count: Int(groups.counts[group]), shapes: shapes)
    }
    let total = admitted.reduce(0) { $0 + Int(groups.counts[$1]) }
    makeRoom(&self, total)
    var next = [UInt32](repeating: .max, count: groups.neighbours.count)
    var start = UInt32(anchors.count)
    for group in admitted {
      let pair = Self.pair(token, Neighbour(key: groups.neighbours[group]))
      candidates.append(
        Candidate(
          first: pair.first, second: pair.second, place: pair.place, start: start,
          count: groups.counts[group], frequency: groups.counts[group],
          consistency: scores?[group] ?? 0))
      next[group] = start
      start += groups.counts[group]
    }
    anchors += repeatElement(0, count: total)
    for list in lists {
      for (group, anchor) in zip(list.groups, list.anchors) where next[Int(group)] != .max {
        anchors[Int(next[Int(group)])] = anchor
        next[Int(group)] &+= 1
      }
    }
  }

  /// A token and its neighbour in raster order of their anchors.
  private static func pair(
    _ token: UInt32, _ neighbour: Neighbour
  ) -> (first: UInt32, second: UInt32, place: Place) {
    let place = neighbour.place
    guard !neighbour.isLater else { return (token, neighbour.token, place) }
    return (neighbour.token, token, Place(row: -place.row, column: -place.column))
  }
}
