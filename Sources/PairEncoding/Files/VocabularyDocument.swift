/// What tells a vocabulary file from other JSON.
struct VocabularyPreamble: Decodable {
  let format: String
  let version: Int
}

/// A vocabulary file's JSON.
struct VocabularyDocument: Codable {
  static let formatName = "tessera-pair-vocabulary"
  static let currentVersion = 1

  /// What the numbers of a merge mean.
  enum Kind: String, Codable {
    /// `[left, right, result]`
    case sequences
    /// `[first, second, rows, columns]`: the second token's anchor lies so far from the first's. The
    /// result is the next number.
    case grids
    /// `[left, right]`; the result is the next number.
    case flattenedGrids = "flattened-grids"
  }

  let format: String
  let version: Int
  let kind: Kind
  let alphabetSize: Int
  let merges: [[Int]]
  let scaffolds: [UInt32]?
  let training: TrainingRecord

  private enum CodingKeys: String, CodingKey {
    case format, version, kind, merges, scaffolds, training
    case alphabetSize = "alphabet_size"
  }

  init(_ vocabulary: PairVocabulary) {
    format = Self.formatName
    version = Self.currentVersion
    alphabetSize = vocabulary.alphabetSize
    training = vocabulary.training
    switch vocabulary.merges {
    case .sequences(let table):
      kind = .sequences
      merges = table.merges.map { [Int($0.left), Int($0.right), Int($0.result)] }
      scaffolds = table.scaffolds.isEmpty ? nil : table.scaffolds
    case .grids(let grids):
      kind = .grids
      merges = grids.merges.map {
        [Int($0.first), Int($0.second), $0.offset.row, $0.offset.column]
      }
      scaffolds = nil
    case .flattenedGrids(let flattened):
      kind = .flattenedGrids
      merges = flattened.merges.map { [Int($0.left), Int($0.right)] }
      scaffolds = nil
    }
  }

  /// The vocabulary, every merge checked.
  ///
  /// - Throws: `VocabularyFault`, `PairEncodingError` or `GridPairError`.
  func vocabulary() throws -> PairVocabulary {
    PairVocabulary(try checkedMerges(), training: training)
  }

  private func checkedMerges() throws -> PairVocabulary.Merges {
    switch kind {
    case .sequences:
      let table = try MergeTable(
        alphabetSize: alphabetSize,
        merges: try numbers(3).map {
          Merge(left: try token($0[0]), right: try token($0[1]), result: try token($0[2]))
        }, scaffolds: scaffolds ?? [])
      return .sequences(table)
    case .grids:
      return .grids(
        try GridVocabulary(
          alphabetSize: alphabetSize,
          merges: try numbers(4).map {
            GridMerge(
              first: try token($0[0]), second: try token($0[1]),
              offset: CellOffset(row: $0[2], column: $0[3]))
          }))
    case .flattenedGrids:
      return .flattenedGrids(
        try FlattenedVisualMerges(
          alphabetSize: alphabetSize,
          merges: try numbers(2).map {
            FlattenedVisualMerges.Merge(left: try token($0[0]), right: try token($0[1]))
          }))
    }
  }

  private func numbers(_ count: Int) throws(VocabularyFault) -> [[Int]] {
    if let rank = merges.firstIndex(where: { $0.count != count }) {
      throw VocabularyFault(
        description: "merge \(rank) has \(merges[rank].count) numbers instead of \(count)")
    }
    return merges
  }

  private func token(_ number: Int) throws(VocabularyFault) -> UInt32 {
    guard let token = UInt32(exactly: number) else {
      throw VocabularyFault(description: "\(number) is no token")
    }
    return token
  }
}

/// What is wrong with a vocabulary file's numbers.
struct VocabularyFault: Error, CustomStringConvertible {
  let description: String
}

extension DecodingError {
  /// What is wrong, without the decoder's own story.
  var shortReason: String {
    switch self {
    case .keyNotFound(let key, _): "the key \"\(key.stringValue)\" is missing"
    // Numbers that do not fit their type come without a path.
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      "it holds a number that is not whole or out of range"
    case .valueNotFound(_, let context), .typeMismatch(_, let context), .dataCorrupted(let context):
      "\(context.codingPath.map(\.stringValue).joined(separator: ".")) has another type"
    @unknown default: "it is no JSON of this format"
    }
  }
}
