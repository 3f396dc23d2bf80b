import PairEncoding

extension PairTrainingJob.Rule {
  /// The rule and every option that bears on the merges, in words.
  var summary: String {
    switch self {
    case .sequences(let options): options.summary
    case .grids(let options): options.summary
    case .flattenedGrids: "flattened grids (Being-VL-0.5)"
    }
  }
}

extension PairTrainingOptions {
  fileprivate var summary: String {
    var parts = ["neighbours in sequences, most frequent first"]
    if minimumFrequency > 1 { parts.append("at least \(minimumFrequency) times") }
    if let length = maximumTokenLength { parts.append("at most \(length) codes a token") }
    if let target = targetCompression { parts.append("until \(target) codes a token") }
    if removesScaffolds { parts.append("scaffolds removed") }
    return parts.joined(separator: ", ")
  }
}

extension GridPairTrainingOptions {
  fileprivate var summary: String {
    var parts = ["neighbours on grids, most frequent first"]
    if case .consistency(let weight, let deviation) = priority {
      parts = [
        "neighbours on grids, by frequency and \(weight) of spatial consistency (deviation \(deviation))"
      ]
    }
    parts.append("at least \(minimumFrequency) times")
    if maximumCells < GridVocabulary.cellLimit {
      parts.append("at most \(maximumCells) cells a token")
    }
    if shapes == .rectangles { parts.append("rectangles only") }
    if let target = targetCompression { parts.append("until \(target) cells a token") }
    return parts.joined(separator: ", ")
  }
}
