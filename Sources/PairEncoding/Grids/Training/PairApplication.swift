import Threads

/// Joining a pair of tokens wherever it stands, and finding what stands beside the new token then.
struct PairApplication: Sendable {
  /// How many joins one thread makes at a time.
  private static let blockSize = 1 << 12

  let storage: BoardStorage
  /// Anchors of first tokens, ascending; no token stands in two of the pairs.
  let anchors: [UInt32]
  /// From the first token's anchor to the second's.
  let place: Place
  /// The token that the pair becomes.
  let token: UInt32
  /// The cells of the second token.
  let second: [PlacedCode]
  /// The border of the new token.
  let border: [Place]

  private var blockCount: Int { (anchors.count + Self.blockSize - 1) / Self.blockSize }

  private func block(_ index: Int) -> ArraySlice<UInt32> {
    anchors[index * Self.blockSize..<min((index + 1) * Self.blockSize, anchors.count)]
  }

  /// Joins all pairs, then lists the neighbours of the new token.
  ///
  /// Two new tokens beside each other are listed once, by the first of them.
  func run() -> [EdgeList] {
    Parallel.forEach(count: blockCount) { join(block($0)) }
    return Parallel.map(count: blockCount) { edges(of: block($0)) }
  }

  private func join(_ anchors: ArraySlice<UInt32>) {
    var strides = StrideCursor(storage.layout.runs)
    for anchor in anchors {
      storage.board.join(
        token, at: Int(anchor), place: place, second: second[...],
        stride: strides.stride(at: Int(anchor)))
    }
  }

  private func edges(of anchors: ArraySlice<UInt32>) -> EdgeList {
    var strides = StrideCursor(storage.layout.runs)
    var list = EdgeList()
    var found: [UInt64] = []
    for anchor in anchors {
      let stride = strides.stride(at: Int(anchor))
      storage.board.findNeighbours(
        of: Int(anchor), border: border[...], stride: stride, &found)
      for key in found { list.append(Neighbour(key: key), of: token, at: Int(anchor), stride) }
    }
    return list
  }
}

extension EdgeList {
  /// Adds a neighbour of a token that stands at `anchor`.
  fileprivate mutating func append(
    _ neighbour: Neighbour, of token: UInt32, at anchor: Int, _ stride: Int
  ) {
    guard !neighbour.isLater else {
      neighbours.append(neighbour.key)
      anchors.append(UInt32(truncatingIfNeeded: anchor))
      return
    }
    guard neighbour.token != token else { return }
    let way = Int(neighbour.place.row) &* stride &+ Int(neighbour.place.column)
    neighbours.append(neighbour.key)
    anchors.append(UInt32(truncatingIfNeeded: anchor &+ way))
  }
}
