/// The cells of grids while tokens on them are joined.
///
/// `@safe` and `@unchecked Sendable`: a board is used only while its memory is held (``BoardStorage``,
/// ``EncodingBoard``), about cells of its grids and cells that touch them, all of which it has
/// (``BoardLayout``); builds with assertions check each. Threads that work on one board at the same time
/// write to tokens that have no cell in common, and none reads what another writes.
@safe struct Board: @unchecked Sendable {
  private let cells: UnsafeMutablePointer<UInt32>
  private let count: Int
  private let alphabetSize: UInt32

  /// Works on cells whose codes were checked to be below `alphabetSize`.
  init(_ cells: UnsafeMutableBufferPointer<UInt32>, alphabetSize: Int) {
    // An empty board has no cells to ask for.
    unsafe self.cells =
      cells.baseAddress
      ?? UnsafeMutablePointer(bitPattern: MemoryLayout<UInt32>.alignment)
      .unsafelyUnwrapped
    count = cells.count
    self.alphabetSize = UInt32(alphabetSize)
  }

  /// What a cell says (``BoardCell``).
  subscript(cell: Int) -> UInt32 {
    get {
      assert((0..<count).contains(cell))
      return unsafe cells[cell]
    }
    nonmutating set {
      assert((0..<count).contains(cell))
      unsafe cells[cell] = newValue
    }
  }

  /// Joins two tokens: `token` gets the anchor of the first and the cells of the second, which lies at
  /// `place` from it.
  func join(
    _ token: UInt32, at anchor: Int, place: Place, second: ArraySlice<PlacedCode>, stride: Int
  ) {
    self[anchor] = token
    let other = anchor &+ Int(place.row) &* stride &+ Int(place.column)
    for part in second {
      let cell = part.place
      self[other &+ Int(cell.row) &* stride &+ Int(cell.column)] =
        BoardCell.covered(at: cell.moved(by: place))
    }
  }

  /// Finds the tokens that touch the one at `anchor`, whose border is given, each once.
  ///
  /// What was in `found` gives way to their ``Neighbour`` keys.
  func findNeighbours(
    of anchor: Int, border: ArraySlice<Place>, stride: Int, _ found: inout [UInt64]
  ) {
    found.removeAll(keepingCapacity: true)
    for var place in border {
      let cell = anchor &+ Int(place.row) &* stride &+ Int(place.column)
      var token = self[cell]
      if token < alphabetSize {
        found.append(Neighbour(token: token, place: place).key)
        continue
      }
      if token == BoardCell.outside { continue }
      if token >= BoardCell.covered {
        let way = BoardCell.place(of: token)
        token = self[cell &- Int(way.row) &* stride &- Int(way.column)]
        place = Place(row: place.row &- way.row, column: place.column &- way.column)
      }
      // A token of several cells may touch in several places.
      let key = Neighbour(token: token, place: place).key
      if !found.contains(key) { found.append(key) }
    }
  }
}
