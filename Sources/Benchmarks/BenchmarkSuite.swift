public import Tokenizers

/// Every benchmark of this program.
public struct BenchmarkSuite: Sendable {
  private let subjects: [any BenchmarkSubject]

  /// Gathers what benchmarks need; nothing is read before one is measured.
  ///
  /// - Parameters:
  ///   - catalog: where the shipped models are.
  ///   - pictures: JPEG files; none leaves out the benchmarks that need some.
  ///   - sounds: FLAC files; none leaves out the benchmarks that need some.
  public init(catalog: ModelCatalog, pictures: [String], sounds: [String]) {
    subjects = [
      MediaBenchmarks(pictures: pictures, sounds: sounds),
      QuantizerBenchmarks(),
      LinearModelBenchmarks(catalog: catalog, pictures: pictures),
      TokenFileBenchmarks(),
      PairEncodingBenchmarks(),
      GridEncodingBenchmarks(),
    ]
  }

  /// The benchmarks whose name holds every word of `filter`, in a fixed order.
  public func benchmarks(matching filter: [String] = []) -> [Benchmark] {
    subjects.flatMap(\.benchmarks).filter { benchmark in
      filter.allSatisfy { benchmark.name.contains($0) }
    }
  }
}

/// Benchmarks of one room or model family.
protocol BenchmarkSubject: Sendable {
  /// The benchmarks in the order in which they are printed.
  var benchmarks: [Benchmark] { get }
}
