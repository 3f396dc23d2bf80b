import Glibc

/// One thing that is timed, named by what a user does with it.
public struct Benchmark: Sendable {
  /// Words from general to special, such as `media jpeg-decode-resize-256`.
  public let name: String
  /// What ``rate`` counts, such as `images/s`.
  public let unit: String
  /// How many of the unit one run does.
  let workPerRun: Double
  private let body: @Sendable () throws -> Void

  /// Describes a benchmark; `body` does `workPerRun` units of work each time it is called.
  init(
    _ name: String, unit: String, workPerRun: Double, _ body: @escaping @Sendable () throws -> Void
  ) {
    self.name = name
    self.unit = unit
    self.workPerRun = workPerRun
    self.body = body
  }

  /// Runs once to warm up, then until it has run often and long enough.
  ///
  /// - Throws: whatever the benchmark's work throws.
  public func measure(minimumRuns: Int = 5, minimumSeconds: Double = 1.5) throws -> BenchmarkRecord
  {
    try body()
    let clock = ContinuousClock()
    var seconds: [Double] = []
    while seconds.count < minimumRuns || seconds.reduce(0, +) < minimumSeconds {
      seconds.append(try clock.measure(body) / .seconds(1))
    }
    return BenchmarkRecord(self, seconds: seconds)
  }
}
