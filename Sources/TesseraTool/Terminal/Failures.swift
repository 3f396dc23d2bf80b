import ArgumentParser
import Tessera

extension [ItemFailure] {
  /// Lists what could not be done, one line each, and ends with exit status 1 if anything is there.
  ///
  /// - Throws: `ExitCode.failure`.
  func report() throws {
    guard !isEmpty else { return }
    for failure in self { Terminal.complain(failure.message) }
    throw ExitCode.failure
  }
}
