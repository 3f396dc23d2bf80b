import ArgumentParser
import Tessera

extension PairEncodingJob {
  /// Refuses a path whose suffix names no format that tokens or codes are written in.
  ///
  /// - Throws: `ValidationError`.
  static func validateSuffix(of path: String) throws {
    guard canWrite(to: path) else {
      throw ValidationError(PairJobError.unknownFormat(path: path).description)
    }
  }
}
