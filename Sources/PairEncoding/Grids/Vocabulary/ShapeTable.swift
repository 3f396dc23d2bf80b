/// The shapes of all tokens of a vocabulary, in flat arrays.
///
/// All base codes share shape 0, one cell; the token of merge r has shape r + 1. Beside its cells each
/// shape has its border: the cells that touch one of its cells by a side. Both are in raster order.
struct ShapeTable: Sendable {
  /// The most cells that one token may cover.
  ///
  /// Anchors of tokens that touch are then less than 2^15 rows and columns apart, which is what the
  /// tables of pairs have room for.
  static let cellLimit = 1 << 14 - 1
  /// The most cells that all shapes of a vocabulary may have together, at 16 bytes or less each.
  static let totalCellLimit = 1 << 24

  let alphabetSize: Int
  private(set) var cells: [PlacedCode] = [PlacedCode(place: Place(row: 0, column: 0), code: 0)]
  private(set) var cellStarts: [Int] = [0, 1]
  private(set) var border: [Place] = [
    Place(row: -1, column: 0), Place(row: 0, column: -1), Place(row: 0, column: 1),
    Place(row: 1, column: 0),
  ]
  private(set) var borderStarts: [Int] = [0, 4]
  private(set) var boxes: [ShapeBox] = [ShapeBox(lastRow: 0, firstColumn: 0, lastColumn: 0)]

  /// The shapes of base codes.
  init(alphabetSize: Int) {
    self.alphabetSize = alphabetSize
  }

  /// How many tokens there are, base codes included.
  var tokenCount: Int { alphabetSize + boxes.count - 1 }

  /// Which shape a token has.
  func shape(of token: UInt32) -> Int { max(Int(token) - alphabetSize + 1, 0) }

  /// How many cells a token covers.
  func cellCount(of token: UInt32) -> Int {
    let shape = shape(of: token)
    return cellStarts[shape + 1] - cellStarts[shape]
  }

  /// The cells of a token; those of a base code, which all have one shape, come without the code.
  func places(of token: UInt32) -> ArraySlice<PlacedCode> {
    let shape = shape(of: token)
    return cells[cellStarts[shape]..<cellStarts[shape + 1]]
  }

  /// The code of a token's anchor.
  func anchorCode(of token: UInt32) -> UInt32 {
    let shape = shape(of: token)
    return shape == 0 ? token : cells[cellStarts[shape]].code
  }

  /// The cells of a token with their codes.
  func cells(of token: UInt32) -> [PlacedCode] {
    let shape = shape(of: token)
    guard shape > 0 else { return [PlacedCode(place: Place(row: 0, column: 0), code: token)] }
    return Array(places(of: token))
  }

  /// The border of a token.
  func border(of token: UInt32) -> ArraySlice<Place> {
    let shape = shape(of: token)
    return border[borderStarts[shape]..<borderStarts[shape + 1]]
  }

  /// Whether two tokens, the second's anchor at `place` from the first's, fill a rectangle.
  func isRectangle(_ first: UInt32, _ second: UInt32, at place: Place) -> Bool {
    let box = boxes[shape(of: first)].joined(with: boxes[shape(of: second)], at: place)
    return box.area == cellCount(of: first) + cellCount(of: second)
  }

  /// Adds the shape that two known tokens have together.
  ///
  /// - Throws: `MergeFault` when they overlap, do not touch, or grow past a limit.
  mutating func append(_ first: UInt32, _ second: UInt32, at place: Place) throws(MergeFault) {
    let count = cellCount(of: first) + cellCount(of: second)
    guard count <= Self.cellLimit else { throw .tooManyCells(count) }
    guard cells.count + count <= Self.totalCellLimit else { throw .shapesTooLarge }
    let moved = cells(of: second).map {
      PlacedCode(place: $0.place.moved(by: place), code: $0.code)
    }
    let joined = Self.union(cells(of: first), moved)
    guard joined.count == count else { throw .overlapping }
    guard Self.meet(border(of: first), moved.lazy.map(\.place)) else { throw .apart }
    let around = Self.union(
      Array(border(of: first)), border(of: second).map { $0.moved(by: place) })
    boxes.append(boxes[shape(of: first)].joined(with: boxes[shape(of: second)], at: place))
    border += Self.difference(around, joined.lazy.map(\.place))
    borderStarts.append(border.count)
    cells += joined
    cellStarts.append(cells.count)
  }

  /// Forgets all shapes but the first.
  mutating func keep(shapeCount: Int) {
    guard shapeCount < boxes.count else { return }
    boxes.removeSubrange(shapeCount...)
    cellStarts.removeSubrange((shapeCount + 1)...)
    borderStarts.removeSubrange((shapeCount + 1)...)
    cells.removeSubrange(cellStarts[shapeCount]...)
    border.removeSubrange(borderStarts[shapeCount]...)
  }

  /// Two lists in raster order as one, equal places once.
  private static func union<Element: Placed>(
    _ left: [Element], _ right: [Element]
  ) -> [Element] {
    var result: [Element] = []
    result.reserveCapacity(left.count + right.count)
    var (i, j) = (0, 0)
    while i < left.count || j < right.count {
      let ranks = (
        i < left.count ? left[i].place.rasterRank : .max,
        j < right.count ? right[j].place.rasterRank : .max
      )
      result.append(ranks.0 <= ranks.1 ? left[i] : right[j])
      if ranks.0 <= ranks.1 { i += 1 }
      if ranks.1 <= ranks.0 { j += 1 }
    }
    return result
  }

  /// The places of one list in raster order that another does not have.
  private static func difference(
    _ places: [Place], _ others: some Collection<Place>
  ) -> [Place] {
    var next = others.startIndex
    return places.filter { place in
      while next < others.endIndex, others[next].rasterRank < place.rasterRank {
        others.formIndex(after: &next)
      }
      return next == others.endIndex || others[next] != place
    }
  }

  /// Whether two lists in raster order have a place in common.
  private static func meet(_ places: ArraySlice<Place>, _ others: some Collection<Place>) -> Bool {
    difference(Array(places), others).count < places.count
  }
}
