import Bytes
import Exports
import PairEncoding
import TokenStreams

/// Encodes and decodes by a vocabulary of any kind.
struct VocabularyCoder: Sendable {
  private enum Coder: Sendable {
    case sequences(SequencePairEncoder, EncodingMode)
    case grids(GridPairEncoder, GridEncodingMode)
    case flattenedGrids(FlattenedVisualMerges)
  }

  /// How many tokens there are, base codes included.
  let tokenCount: Int
  /// Whether items must be grids.
  let takesGrids: Bool
  private let coder: Coder

  /// Prepares for a mode.
  ///
  /// - Throws: `PairJobError.noSuchMode`.
  init(_ vocabulary: PairVocabulary, mode: PairEncodingMode = .mergeOrder) throws(PairJobError) {
    tokenCount = vocabulary.tokenCount
    takesGrids = vocabulary.takesGrids
    switch vocabulary.merges {
    case .sequences(let table):
      coder = .sequences(SequencePairEncoder(table), mode.ofSequences)
    case .grids(let grids):
      guard let mode = mode.ofGrids else { throw .noSuchMode }
      coder = .grids(GridPairEncoder(grids), mode)
    case .flattenedGrids(let merges):
      guard mode == .mergeOrder else { throw .noSuchMode }
      coder = .flattenedGrids(merges)
    }
  }

  /// Encodes records together, the first of which is number `firstIndex` of all.
  ///
  /// - Throws: `PairJobError.unknownCode` for codes outside the alphabet.
  func encode(_ records: [TokenRecord], firstIndex: Int) throws -> TokenSequences {
    do {
      switch coder {
      case .sequences(let encoder, let mode):
        return try encoder.encode(
          TokenSequences(tokensOf: records), mode: mode, firstIndex: firstIndex)
      case .grids(let encoder, let mode):
        return try encoder.encode(Self.grids(records), mode: mode, firstIndex: firstIndex)
      case .flattenedGrids(let merges):
        return try merges.encode(Self.grids(records))
      }
    } catch PairEncodingError.unknownCode(let index, let position, let code, let alphabetSize) {
      throw PairJobError.unknownCode(
        item: records[index].name, place: "position \(position)", code: code,
        alphabetSize: alphabetSize)
    } catch GridPairError.unknownCode(let index, let row, let column, let code, let alphabetSize) {
      throw PairJobError.unknownCode(
        item: records[index].name, place: "row \(row), column \(column)", code: code,
        alphabetSize: alphabetSize)
    }
  }

  private static func grids(_ records: [TokenRecord]) throws -> [TokenGrid] {
    try records.map {
      try TokenGrid(height: $0.rowCount, width: $0.rowLength, tokens: $0.tokens)
    }
  }

  /// A corpus of codes as one of tokens; items are encoded, and their codes counted, when they are
  /// read.
  ///
  /// - Throws: `CorpusError.impossibleVocabulary`.
  func encoded(
    _ corpus: TokenCorpus, vocabularyPath: String, counter: CodeCounter? = nil
  ) throws(CorpusError) -> TokenCorpus {
    let step = "pairs merged by \(Folder.name(of: vocabularyPath))"
    return try corpus.mapping(to: tokenCount, step: step) { records, firstIndex in
      let encoded = try encode(records, firstIndex: firstIndex)
      counter?.add(records.reduce(0) { $0 + $1.tokens.count })
      return records.enumerated().map { index, record in
        record.replacingTokens(with: Array(encoded[index]))
      }
    }
  }

  /// The codes of sequences of tokens, in rows where they are grids, whose extents must be given.
  ///
  /// - Throws: tokens outside the vocabulary or that do not fill their grid;
  ///   `GridPairError.notReversible` for the published rule.
  func decode(
    _ sequences: TokenSequences, extents: [(height: Int, width: Int)]
  ) throws -> [(codes: [UInt32], rowCount: Int)] {
    switch coder {
    case .sequences(let encoder, _):
      let codes = try encoder.table.decode(sequences)
      return (0..<codes.count).map { (Array(codes[$0]), 1) }
    case .grids(let encoder, _):
      return try encoder.decode(sequences, extents: extents).map { ($0.tokens, $0.height) }
    case .flattenedGrids:
      throw GridPairError.notReversible
    }
  }
}
