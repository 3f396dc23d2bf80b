import Layers
import Media
import Metrics
import Tensors

/// Golden cases of speech intelligibility and quality: STOI, its extended form and PESQ.
package enum Intelligibility: GoldenFamily {
  package static let name = "audio-preprocess/intelligibility"

  private struct Configuration: Decodable {
    let sampleRate: Int
    let stoiVersion: String

    private enum CodingKeys: String, CodingKey {
      case sampleRate = "sample_rate"
      case stoiVersion = "pystoi"
    }
  }

  private static let tolerance = GoldenTolerance.absolute(1e-4, unit: "absolute")
  /// The rate of the `8k` signals.
  private static let telephoneRate = 8000

  package static func recognizes(_ golden: GoldenCase) -> Bool {
    golden.configuration(as: Configuration.self) != nil
  }

  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    guard let configuration = golden.configuration(as: Configuration.self) else { return [] }
    let rate = configuration.sampleRate
    let plain = try STOI(sampleRate: rate)
    let extended = try STOI(sampleRate: rate, variant: .extended)
    let telephone = try STOI(sampleRate: telephoneRate)
    return try steps(of: plain, golden)
      + scores("stoi", plain, clean: "clean", degraded: "degraded.", golden)
      + scores("estoi", extended, clean: "clean", degraded: "degraded.", golden)
      + scores("stoi8k", telephone, clean: "clean8k", degraded: "degraded8k.", golden)
      + PerceptualQuality.compare(golden)
  }

  private static func scores(
    _ result: String, _ metric: STOI, clean: String, degraded: String, _ golden: GoldenCase
  ) throws -> [TensorComparison] {
    let reference = try golden.samples(clean)
    return try golden.items(after: degraded).map { item in
      let estimate = try golden.samples(degraded + item)
      let pair = try SignalPair(reference: reference, estimate: estimate)
      return try tolerance.comparison("\(result).\(item)", [metric(pair)], with: golden)
    }
  }

  /// The intermediate results, of the clean signal and the first degraded one.
  private static func steps(of metric: STOI, _ golden: GoldenCase) throws -> [TensorComparison] {
    guard let first = golden.items(after: "degraded.").first else {
      throw CheckpointError.missingTensor(path: golden.tensors.path, name: "degraded.0")
    }
    let clean = metric.resampled(try golden.samples("clean"))
    let degraded = metric.resampled(try golden.samples("degraded." + first))
    let pair = try SignalPair(reference: clean, estimate: degraded)
    let active = metric.activeSignals(pair)
    let bands = try ThirdOctaveBands()
    return [
      try signal("stoi.clean10k", clean, golden),
      try signal("stoi.clean10k_active", active.reference, golden),
      try signal("stoi.degraded10k_active", active.estimate, golden),
      GoldenTolerance.absolute(0, unit: "absolute").comparison(
        "stoi.band_matrix",
        Tensor(
          shape: [bands.bank.bandCount, bands.bank.binCount], elements: bands.bank.denseWeights),
        try golden.tensors.tensor("stoi.band_matrix")),
      try tolerance.comparison("stoi.clean_bands", bands(active.reference), with: golden),
    ]
  }

  private static func signal(
    _ name: String, _ samples: [Float], _ golden: GoldenCase
  ) throws -> TensorComparison {
    tolerance.comparison(
      name, Tensor(shape: [samples.count], elements: samples), try golden.tensors.tensor(name))
  }
}
