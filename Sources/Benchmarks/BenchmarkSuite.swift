import Bytes
import Media
import Quantizers
import Tensors
import TokenStreams
public import Tokenizers

/// Every benchmark of this program.
public struct BenchmarkSuite: Sendable {
  private let catalog: ModelCatalog
  private let pictures: [String]

  /// Gathers what benchmarks need.
  ///
  /// - Parameters:
  ///   - catalog: where the shipped models are.
  ///   - pictures: JPEG files for the media benchmarks; none leaves those out.
  public init(catalog: ModelCatalog, pictures: [String]) {
    self.catalog = catalog
    self.pictures = pictures
  }

  /// The benchmarks whose name holds every word of `filter`, in a fixed order.
  ///
  /// - Throws: any error of opening a shipped model.
  public func benchmarks(matching filter: [String] = []) throws -> [Benchmark] {
    let all = try mediaBenchmarks() + quantizerBenchmarks() + linearBenchmarks()
    return all.filter { benchmark in filter.allSatisfy { benchmark.name.contains($0) } }
  }

  private func mediaBenchmarks() throws -> [Benchmark] {
    guard !pictures.isEmpty else { return [] }
    let files = try pictures.map { try MappedFile(path: $0).allBytes() }
    let count = Double(files.count)
    let decoded = try PixelImage(decoding: files[0], source: pictures[0])
    return [
      Benchmark("media jpeg-decode", unit: "images/s", workPerRun: count) {
        try Self.forEach(files) { _ = try PixelImage(decoding: $0, source: "benchmark") }
      },
      Benchmark("media jpeg-decode-resize-256", unit: "images/s", workPerRun: count) {
        try Self.forEach(files) { bytes in
          let image = try PixelImage(decoding: bytes, source: "benchmark")
          _ = try image.resized(toShorterSide: 256, filter: .bicubic)
        }
      },
      Benchmark("media resize-lanczos-1024-to-256", unit: "images/s", workPerRun: 1) {
        [large = try decoded.resized(toWidth: 1024, height: 1024, filter: .bicubic)] in
        _ = try large.resized(toWidth: 256, height: 256, filter: .lanczos)
      },
    ]
  }

  /// Calls `body` for every file, on all threads; the first error is thrown.
  private static func forEach(
    _ files: [[UInt8]], _ body: @Sendable ([UInt8]) throws -> Void
  ) throws {
    let outcomes = Parallel.map(count: files.count) { index in
      Result { try body(files[index]) }
    }
    for outcome in outcomes { try outcome.get() }
  }

  private func quantizerBenchmarks() -> [Benchmark] {
    let vectors = Self.noise(rows: 65_536, columns: 64)
    let codebook = Codebook(vectors: Self.noise(rows: 1024, columns: 64))
    let operations = 2.0 * 65_536 * 1024 * 64 / 1e9
    return [
      Benchmark("quantizer nearest-code 65536x64 of 1024", unit: "GFLOP/s", workPerRun: operations)
      {
        _ = codebook.assign(vectors)
      },
      Benchmark("quantizer k-means-step 65536x64 of 1024", unit: "vectors/s", workPerRun: 65_536) {
        _ = KMeans(centroidCount: 1024).improved(codebook, on: vectors)
      },
    ]
  }

  private func linearBenchmarks() throws -> [Benchmark] {
    let image = try LinearImageTokenizer(folder: catalog.model(named: "linear-image"))
    let audio = try LinearAudioTokenizer(folder: catalog.model(named: "linear-audio"))
    let picture = Self.noisePicture(side: 256)
    let clip = AudioClip(
      sampleRate: audio.sampleRate,
      channels: [Self.noise(rows: 10, columns: audio.sampleRate).elements])
    let pictureCodes = try image.encode(picture, policy: .all)
    let clipCodes = try audio.encode(clip, policy: .all)
    return [
      Benchmark("model linear-image encode 256x256", unit: "images/s", workPerRun: 1) {
        _ = try image.encode(picture, policy: .all)
      },
      Benchmark("model linear-image decode 256x256", unit: "images/s", workPerRun: 1) {
        _ = try image.decode(pictureCodes, width: 256, height: 256)
      },
      Benchmark("model linear-audio encode 10 s", unit: "x real time", workPerRun: 10) {
        _ = try audio.encode(clip, policy: .all)
      },
      Benchmark("model linear-audio decode 10 s", unit: "x real time", workPerRun: 10) {
        _ = try audio.decode(clipCodes, sampleCount: clip.sampleCount)
      },
    ]
  }

  private static func noise(rows: Int, columns: Int) -> Tensor {
    var generator = SeededGenerator(seed: 7)
    let elements = (0..<rows * columns).map { _ in Float(generator.unitInterval() * 2 - 1) }
    return Tensor(shape: [rows, columns], elements: elements)
  }

  private static func noisePicture(side: Int) -> PixelImage {
    var generator = SeededGenerator(seed: 7)
    let samples = (0..<side * side * 3).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    return PixelImage(width: side, height: side, samples: samples)
  }
}
