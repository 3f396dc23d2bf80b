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

  /// Refuses to write where one of the files is, or one of `others`.
  ///
  /// - Throws: `PairJobError.replacesInput`.
  func requireNone(at output: String, orOf others: [String] = []) throws(PairJobError) {
    guard FileIdentity.path(output, leadsToOneOf: paths + others) else { return }
    throw .replacesInput(path: output)
  }
}
