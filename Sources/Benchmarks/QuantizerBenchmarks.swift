import Quantizers

/// The search for the nearest code and learning by k-means, in a shape of common use.
struct QuantizerBenchmarks: BenchmarkSubject {
  private static let vectorCount = 65_536
  private static let dimension = 64
  private static let codebookSize = 1024

  var benchmarks: [Benchmark] {
    let shape = "\(Self.vectorCount)x\(Self.dimension) of \(Self.codebookSize)"
    return [
      Benchmark("quantizer nearest-code \(shape)", unit: "vectors/s") {
        let vectors = Noise.tensor(rows: Self.vectorCount, columns: Self.dimension)
        let codebook = Self.codebook
        return Benchmark.Work(amount: Double(Self.vectorCount)) { _ = codebook.assign(vectors) }
      },
      Benchmark("quantizer k-means-step \(shape)", unit: "vectors/s") {
        let vectors = Noise.tensor(rows: Self.vectorCount, columns: Self.dimension)
        let codebook = Self.codebook
        let kMeans = KMeans(centroidCount: Self.codebookSize)
        return Benchmark.Work(amount: Double(Self.vectorCount)) {
          _ = kMeans.improved(codebook, on: vectors)
        }
      },
    ]
  }

  private static var codebook: Codebook {
    Codebook(vectors: Noise.tensor(rows: codebookSize, columns: dimension))
  }
}
