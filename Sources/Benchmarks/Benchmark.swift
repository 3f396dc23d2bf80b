import Glibc

/// One thing that is timed, named by what a user does with it.
public struct Benchmark: Sendable {
  /// Words from general to special, such as `media jpeg-decode-resize-256`.
  public let name: String
  /// What ``BenchmarkRecord/rate`` counts, such as `images/s`.
  public let unit: String
  private let prepare: @Sendable () throws -> Work

  /// What is timed, with everything it needs at hand.
  struct Work {
    /// How many of the unit one call of `body` does.
    let amount: Double
    /// Floating-point operations of one call's matrix products; 0 where nobody asks.
    var operations = 0.0
    /// Does the work once.
    let body: () throws -> Void
  }

  /// Names a benchmark; `prepare` is called only when it is measured, and its time is not counted.
  init(_ name: String, unit: String, prepare: @escaping @Sendable () throws -> Work) {
    self.name = name
    self.unit = unit
    self.prepare = prepare
  }

  /// Prepares, runs once to warm up, then until it has run often and long enough.
  ///
  /// - Throws: whatever the preparation or the work throws.
  public func measure(minimumRuns: Int = 5, minimumSeconds: Double = 1.5) throws -> BenchmarkRecord
  {
    let work = try prepare()
    try work.body()
    let clock = ContinuousClock()
    var seconds: [Double] = []
    while seconds.count < minimumRuns || seconds.reduce(0, +) < minimumSeconds {
      seconds.append(try clock.measure(work.body) / .seconds(1))
    }
    return BenchmarkRecord(
      self, amount: work.amount, operations: work.operations, seconds: seconds)
  }
}
