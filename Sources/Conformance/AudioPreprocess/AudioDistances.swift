import Layers
import Media
import Metrics

/// Golden cases of distances between a signal and its reconstructions.
package enum AudioDistances: GoldenFamily {
  package static let name = "audio-preprocess/distances"

  private struct Configuration: Decodable {
    let sampleRate: Int
    let melBandCounts: [Int]
    let melWindows: [Int]
    let spectralWindows: [Int]
    let fourierLengths: [Int]
    let hopLengths: [Int]
    let windowLengths: [Int]

    private enum CodingKeys: String, CodingKey {
      case sampleRate = "sr"
      case melBandCounts = "dac_n_mels"
      case melWindows = "dac_windows"
      case spectralWindows = "stft_windows"
      case fourierLengths = "mr_fft"
      case hopLengths = "mr_hop"
      case windowLengths = "mr_win"
    }

    var scales: [MelDistance.Scale] {
      zip(melBandCounts, melWindows).map {
        MelDistance.Scale(bandCount: $0, windowLength: $1)
      }
    }

    var resolutions: [MultiResolutionSpectralDistance.Resolution] {
      zip(zip(fourierLengths, hopLengths), windowLengths).map {
        MultiResolutionSpectralDistance.Resolution(
          fourierLength: $0.0, hopLength: $0.1, windowLength: $1)
      }
    }
  }

  /// The metrics with the case's parameters.
  private struct Metrics {
    let mel: MelDistance
    let spectral: SpectralDistance
    let multiResolution: MultiResolutionSpectralDistance

    init(_ configuration: Configuration) throws {
      mel = try MelDistance(
        sampleRate: configuration.sampleRate, scales: configuration.scales)
      spectral = try SpectralDistance(windowLengths: configuration.spectralWindows)
      multiResolution = try MultiResolutionSpectralDistance(
        resolutions: configuration.resolutions)
    }
  }

  private static let ratios: [(prefix: String, ratio: SignalDistortionRatio)] = [
    ("si_sdr_db", .scaleInvariant),
    ("si_sdr_db_no_zero_mean", .scaleInvariantKeepingMean),
    ("dac_si_sdr_db", .descriptScaleInvariant),
    ("dac_snr_db", .signalToNoise),
  ]

  package static func recognizes(_ golden: GoldenCase) -> Bool {
    golden.configuration(as: Configuration.self) != nil
  }

  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    guard let configuration = golden.configuration(as: Configuration.self) else { return [] }
    let metrics = try Metrics(configuration)
    let reference = try golden.samples("reference")
    return try golden.items(after: "estimate.").flatMap { item in
      let estimate = try golden.samples("estimate." + item)
      let pair = try SignalPair(reference: reference, estimate: estimate)
      return try spectra(pair, item, metrics, golden) + waveforms(pair, item, golden)
    } + melSpectrograms(of: reference, configuration, golden) + [loudness(configuration, golden)]
  }

  private static func spectra(
    _ pair: SignalPair, _ item: String, _ metrics: Metrics, _ golden: GoldenCase
  ) throws -> [TensorComparison] {
    let mel = try metrics.mel.perScale(pair)
    let spectral = try metrics.spectral.perWindow(pair)
    let resolutions = try metrics.multiResolution.perResolution(pair)
    return try [
      ("dac_mel_loss.\(item).per_scale", mel),
      ("dac_mel_loss.\(item).total", [metrics.mel(pair)]),
      ("dac_stft_loss.\(item).per_scale", spectral),
      ("dac_stft_loss.\(item).total", [metrics.spectral(pair)]),
      ("mrstft.\(item).spectral_convergence", resolutions.map(\.spectralConvergence)),
      ("mrstft.\(item).log_magnitude", resolutions.map(\.logMagnitude)),
      ("mrstft.\(item).total", [metrics.multiResolution(pair)]),
    ].map { try GoldenTolerance.linear.comparison($0, $1, with: golden) }
  }

  private static func waveforms(
    _ pair: SignalPair, _ item: String, _ golden: GoldenCase
  ) throws -> [TensorComparison] {
    let levels = try ratios.map {
      try GoldenTolerance.decibel.comparison("\($0.prefix).\(item)", [$0.ratio(pair)], with: golden)
    }
    return levels + [
      try GoldenTolerance.linear.comparison(
        "waveform_l1.\(item)", [WaveformDistance()(pair)], with: golden)
    ]
  }

  /// Spectrograms that the mel distance compares, named `scale0`, `scale1` … or `last_scale`.
  private static func melSpectrograms(
    of reference: [Float], _ configuration: Configuration, _ golden: GoldenCase
  ) throws -> [TensorComparison] {
    let scales = configuration.scales
    let prefix = "dac_mel.reference."
    return try golden.items(after: prefix).map { item in
      let index = item == "last_scale" ? scales.count - 1 : Int(item.dropFirst("scale".count))
      guard let index, scales.indices.contains(index) else {
        throw CheckpointError.malformed(
          path: golden.path, reason: "\(prefix + item) is none of \(scales.count) scales")
      }
      let parameters = MelDistance.parameters(
        of: scales[index], sampleRate: configuration.sampleRate)
      return try GoldenTolerance.linear.comparison(
        prefix + item, MelSpectrogram.audiotools(parameters)(reference), with: golden)
    }
  }

  private static func loudness(
    _ configuration: Configuration, _ golden: GoldenCase
  ) throws -> TensorComparison {
    let audio = try golden.samples("loudness_audio")
    guard configuration.sampleRate > 0 else {
      throw CheckpointError.malformed(
        path: golden.path, reason: "a sample rate of \(configuration.sampleRate)")
    }
    let clip = AudioClip(sampleRate: configuration.sampleRate, channels: [audio])
    return try GoldenTolerance.decibel.comparison(
      "loudness_lufs.reference", [IntegratedLoudness.loudness(of: clip)], with: golden)
  }
}
