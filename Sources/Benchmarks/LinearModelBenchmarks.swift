import Media
import Tokenizers

/// The shipped linear tokenizers.
struct LinearModelBenchmarks: BenchmarkSubject {
  /// Where the models are.
  let catalog: ModelCatalog
  /// JPEG files.
  let pictures: [String]

  /// Pixels along a picture's side.
  private static let side = 256
  /// How long a clip is.
  private static let seconds = 10
  /// Files encoded in one run, at most.
  private static let fileLimit = 256

  var benchmarks: [Benchmark] {
    imageBenchmarks + (pictures.isEmpty ? [] : [fileBenchmark]) + audioBenchmarks
  }

  private var imageBenchmarks: [Benchmark] {
    [
      Benchmark("model linear-image encode 256x256", unit: "images/s") { [catalog] in
        let tokenizer = try Self.image(catalog)
        let picture = Noise.picture(side: Self.side)
        return Benchmark.Work(amount: 1) { _ = try tokenizer.encode(picture, policy: .all) }
      },
      Benchmark("model linear-image decode 256x256", unit: "images/s") { [catalog] in
        let tokenizer = try Self.image(catalog)
        let codes = try tokenizer.encode(Noise.picture(side: Self.side), policy: .all)
        return Benchmark.Work(amount: 1) {
          _ = try tokenizer.decode(codes, width: Self.side, height: Self.side)
        }
      },
    ]
  }

  /// What encoding a folder does, pictures side by side on all threads.
  private var fileBenchmark: Benchmark {
    Benchmark("model linear-image encode jpeg-files", unit: "images/s") { [catalog, pictures] in
      let tokenizer = try Self.image(catalog)
      let files = try MediaFiles(paths: Array(pictures.prefix(Self.fileLimit)))
      return Benchmark.Work(amount: Double(files.count)) {
        try files.forEach { bytes in
          let image = try PixelImage(decoding: bytes, source: "benchmark")
          _ = try tokenizer.encode(image, policy: .all)
        }
      }
    }
  }

  private var audioBenchmarks: [Benchmark] {
    [
      Benchmark("model linear-audio encode 10-seconds", unit: "x real time") { [catalog] in
        let tokenizer = try Self.audio(catalog)
        let clip = Noise.clip(seconds: Self.seconds, sampleRate: tokenizer.sampleRate)
        return Benchmark.Work(amount: Double(Self.seconds)) {
          _ = try tokenizer.encode(clip, policy: .all)
        }
      },
      Benchmark("model linear-audio decode 10-seconds", unit: "x real time") { [catalog] in
        let tokenizer = try Self.audio(catalog)
        let clip = Noise.clip(seconds: Self.seconds, sampleRate: tokenizer.sampleRate)
        let codes = try tokenizer.encode(clip, policy: .all)
        return Benchmark.Work(amount: Double(Self.seconds)) {
          _ = try tokenizer.decode(codes, sampleCount: clip.sampleCount)
        }
      },
    ]
  }

  private static func image(_ catalog: ModelCatalog) throws -> LinearImageTokenizer {
    try LinearImageTokenizer(folder: catalog.model(named: "linear-image"))
  }

  private static func audio(_ catalog: ModelCatalog) throws -> LinearAudioTokenizer {
    try LinearAudioTokenizer(folder: catalog.model(named: "linear-audio"))
  }
}
