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
      guard takesGrids else {
        return try encode(TokenSequences(tokensOf: records), firstIndex: firstIndex)
      }
      let grids = try records.map {
        try TokenGrid(height: $0.rowCount, width: $0.rowLength, tokens: $0.tokens)
      }
      return try encode(grids, firstIndex: firstIndex)
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

  /// Encodes sequences, by a vocabulary that takes them.
  ///
  /// - Throws: `PairEncodingError`; `PairJobError.noGrids` by a vocabulary of grids.
  func encode(_ sequences: TokenSequences, firstIndex: Int) throws -> TokenSequences {
    guard case .sequences(let encoder, let mode) = coder else { throw PairJobError.noGrids }
    return try encoder.encode(sequences, mode: mode, firstIndex: firstIndex)
  }

  /// Encodes grids; a vocabulary of sequences takes them row by row from the top left.
  ///
  /// - Throws: `GridPairError` or `PairEncodingError`.
  func encode(_ grids: [TokenGrid], firstIndex: Int) throws -> TokenSequences {
    switch coder {
    case .sequences:
      return try encode(TokenSequences(grids.lazy.map(\.tokens)), firstIndex: firstIndex)
    case .grids(let encoder, let mode):
      return try encoder.encode(grids, mode: mode, firstIndex: firstIndex)
    case .flattenedGrids(let merges):
      return try merges.encode(grids)
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

  /// Records of codes in place of their tokens, in rows where they are grids, whose extents must be
  /// given.
  ///
  /// - Throws: `PairJobError.undecodable` for tokens outside the vocabulary or that do not fill their
  ///   grid; `GridPairError.notReversible` for the published rule.
  func decode(
    _ records: [TokenRecord], extents: [(height: Int, width: Int)]
  ) throws -> [TokenRecord] {
    let sequences = TokenSequences(records.lazy.map(\.tokens))
    do {
      switch coder {
      case .sequences(let encoder, _):
        let codes = try encoder.table.decode(sequences)
        return records.indices.map { records[$0].replacingTokens(with: Array(codes[$0])) }
      case .grids(let encoder, _):
        let grids = try encoder.decode(sequences, extents: extents)
        return zip(records, grids).map { record, grid in
          record.replacingTokens(with: grid.tokens, rowCount: grid.height)
        }
      case .flattenedGrids:
        throw GridPairError.notReversible
      }
    } catch PairEncodingError.unknownTokenToDecode(let index, let position, let token, _) {
      throw PairJobError.undecodable(
        item: records[index].name, place: "position \(position)",
        reason: PlacementFault.unknownToken(token).description)
    } catch GridPairError.undecodable(let index, let position, let fault) {
      throw PairJobError.undecodable(
        item: records[index].name, place: "position \(position)", reason: fault.description)
    } catch GridPairError.impossibleExtent(let index, let height, let width) {
      throw PairJobError.undecodable(
        item: records[index].name, place: "\(height)x\(width)", reason: "no grid is of this size")
    }
  }
}
