import Media

/// Decoding and resizing of pictures, decoding and resampling of sound.
struct MediaBenchmarks: BenchmarkSubject {
  /// JPEG files.
  let pictures: [String]
  /// FLAC files.
  let sounds: [String]

  /// The rate from which sound is resampled, that of most recordings, in hertz.
  private static let recordedRate = 44_100
  /// The rate to which sound is resampled, that of most speech models, in hertz.
  private static let modelRate = 16_000

  var benchmarks: [Benchmark] {
    (pictures.isEmpty ? [] : pictureBenchmarks) + (sounds.isEmpty ? [] : soundBenchmarks)
  }

  private var pictureBenchmarks: [Benchmark] {
    [
      Benchmark("media jpeg-decode", unit: "images/s") { [pictures] in
        let files = try MediaFiles(paths: pictures)
        return Benchmark.Work(amount: Double(files.count)) {
          try files.forEach { _ = try PixelImage(decoding: $0, source: "benchmark") }
        }
      },
      Benchmark("media jpeg-decode-resize-256", unit: "images/s") { [pictures] in
        let files = try MediaFiles(paths: pictures)
        return Benchmark.Work(amount: Double(files.count)) {
          try files.forEach { bytes in
            let image = try PixelImage(decoding: bytes, source: "benchmark")
            _ = try image.resized(toShorterSide: 256, filter: .bicubic)
          }
        }
      },
      Benchmark("media resize-lanczos-1024-to-256", unit: "images/s") { [pictures] in
        let large = try PixelImage(contentsOf: pictures[0])
          .resized(toWidth: 1024, height: 1024, filter: .bicubic)
        return Benchmark.Work(amount: 1) {
          _ = try large.resized(toWidth: 256, height: 256, filter: .lanczos)
        }
      },
    ]
  }

  private var soundBenchmarks: [Benchmark] {
    [
      Benchmark("media flac-decode", unit: "x real time") { [sounds] in
        let (files, seconds) = try Self.recordings(sounds)
        return Benchmark.Work(amount: seconds) {
          try files.forEach { _ = try AudioClip(decoding: $0, source: "benchmark") }
        }
      },
      Benchmark("media flac-decode-resample-16000", unit: "x real time") { [sounds] in
        let (files, seconds) = try Self.recordings(sounds)
        return Benchmark.Work(amount: seconds) {
          try files.forEach { bytes in
            let clip = try AudioClip(decoding: bytes, source: "benchmark")
            _ = try clip.resampled(to: Self.modelRate)
          }
        }
      },
    ]
  }

  /// The sounds as FLAC files of 16 bits at ``recordedRate``, and how long they are in all.
  private static func recordings(_ sounds: [String]) throws -> (MediaFiles, seconds: Double) {
    let clips = try sounds.map { try AudioClip(contentsOf: $0).resampled(to: recordedRate) }
    let files = try clips.map { try $0.encoded(as: .flacInteger16) }
    return (MediaFiles(contents: files), clips.reduce(0) { $0 + $1.seconds })
  }
}
