import ArgumentParser
import Tessera

/// Options that every working command has.
struct RunOptions: ParsableArguments {
  @Option(help: "Threads to use; results do not depend on it (default: one a core).")
  var threads: Int?

  @Flag(name: .shortAndLong, help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes a number from 1 to 1024, not \(threads)")
    }
  }

  /// Calls `body` with the number of threads that was asked for.
  func withThreads<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Parallel.$threadCount.withValue(threads ?? Parallel.coreCount, operation: body)
  }
}
