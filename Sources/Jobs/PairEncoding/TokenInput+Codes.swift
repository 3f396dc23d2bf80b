import Exports
import TokenStreams

extension TokenInput {
  /// Refuses tokens of merged pairs where codes are asked for: merged again, they could not be got
  /// back, since a token file tells of one vocabulary only.
  ///
  /// - Throws: `PairJobError.mergedAlready`.
  func requireCodes() throws(PairJobError) {
    guard tokenizer?.pairing == nil else {
      throw .mergedAlready(path: paths.first ?? "")
    }
  }
}
