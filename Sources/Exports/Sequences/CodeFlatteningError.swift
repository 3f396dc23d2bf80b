/// Why codes cannot be flattened, or tokens not be restored.
public enum CodeFlatteningError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The choices contradict each other.
  case impossible(reason: String)
  /// The codes are of other codebooks.
  case otherVocabulary(expected: [Int], found: [Int])
  /// A position holds fewer codes than there are codebooks, which the order cannot express.
  case shortPosition(position: Int, depth: Int, codebookCount: Int, order: CodeFlattening.Order)
  /// Rows are to be marked, and the codes are no grid.
  case noRows
  /// A token stands where no such token can.
  case unexpectedToken(position: Int, token: UInt32, expected: String)
  /// There are more or fewer rows than codebooks.
  case wrongRows(found: Int, codebookCount: Int)

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .impossible(let reason):
      "codes cannot be written this way: \(reason); choose another order"
    case .otherVocabulary(let expected, let found):
      "codebooks of \(found) codes were given where \(expected) were expected; choose the order "
        + "for the tokenizer that made the codes"
    case .shortPosition(let position, let depth, let codebookCount, .interleaved):
      "position \(position) holds \(depth) of \(codebookCount) codebooks; use fewer codebooks or "
        + "mark short positions"
    case .shortPosition(let position, let depth, let codebookCount, let order):
      "position \(position) holds \(depth) of \(codebookCount) codebooks, which the "
        + "\(order.rawValue) order cannot express; use fewer codebooks, or the interleaved order "
        + "with short positions marked"
    case .noRows:
      "rows are to be marked, and the codes are not a grid; leave the marks out"
    case .unexpectedToken(let position, let token, let expected):
      "token \(token) at position \(position) stands where \(expected) should; give tokens that "
        + "were written in this order with these codebooks"
    case .wrongRows(let found, let codebookCount):
      "\(found) rows of tokens for \(codebookCount) codebooks; give one row for each"
    }
  }
}
