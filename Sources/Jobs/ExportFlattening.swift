public import Exports
import TokenStreams

/// How codes become tokens, chosen before it is known which tokenizer made them.
public struct ExportFlattening: Hashable, Sendable {
  /// In which order codes are written.
  public var order: CodeFlattening.Order
  /// How many codebooks are kept, the first ones; nil for all.
  public var codebooks: Int?
  /// Whether each codebook has tokens of its own; nil for what the order does best.
  public var separatesCodebooks: Bool?
  /// Whether a position with fewer codes is closed by a special token.
  public var marksShortPositions: Bool
  /// Whether each row of a grid is closed by a special token; codes that are no grid have none.
  public var marksRows: Bool

  /// Chooses; everything in one sequence, position after position, unless told otherwise.
  public init(
    order: CodeFlattening.Order = .interleaved, codebooks: Int? = nil,
    separatesCodebooks: Bool? = nil, marksShortPositions: Bool = false, marksRows: Bool = false
  ) {
    self.order = order
    self.codebooks = codebooks
    self.separatesCodebooks = separatesCodebooks
    self.marksShortPositions = marksShortPositions
    self.marksRows = marksRows
  }

  /// The choices for one tokenizer's codebooks.
  ///
  /// - Throws: `CodeFlatteningError.impossible`.
  func flattening(
    of tokenizer: TokenizerDescription
  ) throws(CodeFlatteningError) -> CodeFlattening {
    try CodeFlattening(
      vocabulary: tokenizer.vocabulary, codebooks: codebooks, order: order,
      separatesCodebooks: separatesCodebooks, marksShortPositions: marksShortPositions,
      marksRows: marksRows && tokenizer.layout == .grid)
  }
}
