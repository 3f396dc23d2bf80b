/// The tokens that stand for scaffolds: their parts, and the parts of those that are scaffolds too.
struct ScaffoldExpansion: Sendable {
  private var parts: [UInt32: [UInt32]] = [:]

  /// Works out what the scaffolds of a table become.
  init(_ table: MergeTable) {
    // Ascending: the parts of a token come before it.
    let makers = table.firstMerges
    for scaffold in table.scaffolds {
      let maker = makers[Int(scaffold) - table.alphabetSize]
      parts[scaffold] = [maker.left, maker.right].flatMap { parts[$0] ?? [$0] }
    }
  }

  /// Sequences with every scaffold replaced; each ends at one of the ends.
  func expanded(_ tokens: [UInt32], ends: [Int]) -> EncodedPart {
    var expanded: [UInt32] = []
    expanded.reserveCapacity(tokens.count)
    var start = 0
    let newEnds = ends.map { end in
      append(tokens[start..<end], to: &expanded)
      start = end
      return expanded.count
    }
    append(tokens[start...], to: &expanded)
    return EncodedPart(tokens: expanded, ends: newEnds)
  }

  private func append(_ tokens: ArraySlice<UInt32>, to expanded: inout [UInt32]) {
    for token in tokens {
      if let parts = parts[token] { expanded += parts } else { expanded.append(token) }
    }
  }
}
