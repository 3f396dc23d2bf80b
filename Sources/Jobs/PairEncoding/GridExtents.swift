import TokenStreams

/// How large the grids are that tokens are decoded to.
enum GridExtents: Sendable {
  /// All alike.
  case all((height: Int, width: Int))
  /// One for each item, in order.
  case each([(height: Int, width: Int)])

  /// Reads what items of merged tokens say.
  ///
  /// - Throws: what is wrong with a file; `PairJobError.unknownExtents` for an item that does not say.
  init(ofTokenFiles paths: [String]) throws {
    var extents: [(height: Int, width: Int)] = []
    for path in paths {
      let file = try TokenFile(path: path)
      for index in 0..<file.count {
        let header = try file.itemHeader(at: index)
        guard let stated = Self.stated(in: header.sideInformation) else {
          throw PairJobError.unknownExtents(path: "\(path), \(header.name)")
        }
        extents.append(stated)
      }
    }
    self = .each(extents)
  }

  /// The extents of some items.
  func extents(of items: Range<Int>) -> [(height: Int, width: Int)] {
    switch self {
    case .all(let extents): items.map { _ in extents }
    case .each(let extents): Array(extents[items.clamped(to: extents.indices)])
    }
  }

  /// The names under which an item's side information says how large its grid of codes was.
  private static let names = (height: "grid_height", width: "grid_width")

  /// What side information says; nil where it does not.
  static func stated(in sideInformation: [String: Float]) -> (height: Int, width: Int)? {
    guard let height = sideInformation[names.height].flatMap({ Int(exactly: $0) }),
      let width = sideInformation[names.width].flatMap({ Int(exactly: $0) })
    else { return nil }
    return (height, width)
  }

  /// Makes side information say it; false where its floats do not hold the numbers.
  static func state(
    _ extents: (height: Int, width: Int), in sideInformation: inout [String: Float]
  ) -> Bool {
    guard let height = Float(exactly: extents.height), let width = Float(exactly: extents.width)
    else { return false }
    sideInformation[names.height] = height
    sideInformation[names.width] = width
    return true
  }

  /// Side information that does not say it.
  static func removed(from sideInformation: [String: Float]) -> [String: Float] {
    sideInformation.filter { $0.key != names.height && $0.key != names.width }
  }
}
