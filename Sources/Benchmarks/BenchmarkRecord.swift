import Glibc
import Tensors
import Threads

/// What a benchmark measured, and on what.
public struct BenchmarkRecord: Encodable, Sendable {
  /// The benchmark's name.
  public let name: String
  /// The median run.
  public let medianSeconds: Double
  /// The fastest run.
  public let minimumSeconds: Double
  /// Units of work a second in the median run.
  public let rate: Double
  /// The unit.
  public let unit: String
  /// Billions of floating-point operations a second in the median run's matrix products, where they
  /// are counted.
  public let gigaflopsPerSecond: Double?
  /// Threads that were allowed.
  public let threads: Int
  /// The processor's name.
  public let cpu: String
  /// The instruction set whose product kernels were chosen.
  public let kernels: String

  private enum CodingKeys: String, CodingKey {
    case name, rate, unit, threads, cpu, kernels
    case medianSeconds = "median_seconds"
    case minimumSeconds = "minimum_seconds"
    case gigaflopsPerSecond = "gigaflops_per_second"
  }

  init(_ benchmark: Benchmark, amount: Double, operations: Double, seconds: [Double]) {
    let ordered = seconds.sorted()
    name = benchmark.name
    medianSeconds = ordered[ordered.count / 2]
    minimumSeconds = ordered[0]
    rate = amount / medianSeconds
    unit = benchmark.unit
    gigaflopsPerSecond = operations > 0 ? operations / medianSeconds / 1e9 : nil
    threads = Parallel.threadCount
    cpu = Self.processorName
    kernels = MatrixProduct.kernelName
  }

  private static let processorName: String = {
    guard let file = fopen("/proc/cpuinfo", "r") else { return "unknown" }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 512)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      if text.hasPrefix("model name"), let colon = text.firstIndex(of: ":") {
        return text[text.index(after: colon)...].split(whereSeparator: \.isWhitespace)
          .joined(separator: " ")
      }
    }
    return "unknown"
  }()
}
