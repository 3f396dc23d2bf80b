/// Which pairs of a training may become merges.
struct GridPairRules: Sendable {
  var minimumFrequency = 1
  var maximumCells = GridVocabulary.cellLimit
  var rectanglesOnly = false
  /// Whether the second token must be the younger one, as the published rule has it.
  var ascendingOnly = false
  /// How far spatial consistency reaches, nil where it plays no part.
  var deviation: Double?
  /// Merges that are made whatever the other rules say: those a training begins with.
  var wanted: Set<GridMerge> = []

  init() {}

  init(_ options: GridPairTrainingOptions, wanted merges: [GridMerge]) {
    minimumFrequency = options.minimumFrequency
    maximumCells = options.maximumCells
    rectanglesOnly = options.shapes == .rectangles
    if case .consistency(_, let deviation) = options.priority { self.deviation = deviation }
    wanted = Set(merges)
  }

  /// Whether a pair that occurs so often, at most, may become a merge.
  func admit(
    _ first: UInt32, _ second: UInt32, at place: Place, count: Int, shapes: ShapeTable
  ) -> Bool {
    if count >= minimumFrequency, !ascendingOnly || first < second,
      shapes.cellCount(of: first) + shapes.cellCount(of: second) <= maximumCells,
      !rectanglesOnly || shapes.isRectangle(first, second, at: place)
    {
      return true
    }
    return !wanted.isEmpty
      && wanted.contains(GridMerge(first: first, second: second, offset: place.offset))
  }
}
