import Layers
import Media
import Tensors

/// Golden cases of mel spectrograms, from the filter banks to each front end's features.
package enum Spectrograms: GoldenFamily {
  package static let name = "audio-preprocess/mel"

  private struct Configuration: Decodable {
    let sampleRate: Int
    let fourierLength: Int
    let hopLength: Int
    let windowLength: Int
    let bandCount: Int
    let lowestFrequency: Double
    let highestFrequency: Double?
    let whisperBandCount: Int

    private enum CodingKeys: String, CodingKey {
      case sampleRate = "sr"
      case fourierLength = "n_fft"
      case hopLength = "hop"
      case windowLength = "win"
      case bandCount = "n_mels"
      case lowestFrequency = "fmin"
      case highestFrequency = "fmax"
      case whisperBandCount = "whisper_mels"
    }

    var parameters: MelSpectrogram.Parameters {
      MelSpectrogram.Parameters(
        sampleRate: sampleRate, fourierLength: fourierLength, windowLength: windowLength,
        hopLength: hopLength, bandCount: bandCount, lowestFrequency: lowestFrequency,
        highestFrequency: highestFrequency)
    }
  }

  package static func recognizes(_ golden: GoldenCase) -> Bool {
    golden.configuration(as: Configuration.self) != nil
  }

  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    guard let configuration = golden.configuration(as: Configuration.self) else { return [] }
    let parameters = configuration.parameters
    return try librosa(golden, parameters) + torchaudio(golden, parameters)
      + vocoders(golden, parameters) + whisper(golden, configuration.whisperBandCount)
      + kaldi(golden)
  }

  private static func librosa(
    _ golden: GoldenCase, _ parameters: MelSpectrogram.Parameters
  ) throws -> [TensorComparison] {
    let audio = try golden.samples("audio")
    let transform = try parameters.transform(padding: .zeros(parameters.fourierLength / 2))
    let mel = try MelSpectrogram.librosa(parameters)(audio)
    return [
      try bank(
        "librosa.filterbank_slaney", parameters.bank(scale: .slaney, normalization: .slaney),
        golden),
      try bank(
        "librosa.filterbank_htk_nonorm", parameters.bank(scale: .htk, normalization: .none),
        golden),
      try GoldenTolerance.linear.comparison(
        "librosa.stft_mag", transform.power(of: audio).squareRoots(), with: golden),
      try GoldenTolerance.linear.comparison("librosa.mel_power", mel, with: golden),
      try GoldenTolerance.logarithm.comparison(
        "librosa.power_to_db", mel.decibels(), with: golden),
    ]
  }

  private static func torchaudio(
    _ golden: GoldenCase, _ parameters: MelSpectrogram.Parameters
  ) throws -> [TensorComparison] {
    let audio = try golden.samples("audio")
    let bank = try parameters.bank(scale: .htk, normalization: .none)
    return [
      try GoldenTolerance.roundedWeight.comparison(
        "torchaudio.filterbank", binsByBands(bank), with: golden),
      try GoldenTolerance.linear.comparison(
        "torchaudio.mel_magnitude",
        MelSpectrogram.torchaudio(parameters, measure: .magnitude(stabilizer: 0))(audio),
        with: golden),
      try GoldenTolerance.logarithm.comparison(
        "torchaudio.log_mel", MelSpectrogram.vocos(parameters)(audio), with: golden),
      try GoldenTolerance.linear.comparison(
        "torchaudio.mel_power_slaney",
        MelSpectrogram.torchaudio(parameters, scale: .slaney, normalization: .slaney)(audio),
        with: golden),
    ]
  }

  private static func vocoders(
    _ golden: GoldenCase, _ parameters: MelSpectrogram.Parameters
  ) throws -> [TensorComparison] {
    let audio = try golden.samples("audio")
    return [
      try GoldenTolerance.linear.comparison(
        "audiotools.mel", MelSpectrogram.audiotools(parameters)(audio), with: golden),
      try GoldenTolerance.logarithm.comparison(
        "vocoder.log_mel", MelSpectrogram.hiFiGAN(parameters)(audio), with: golden),
    ]
  }

  /// The chunk is as long as the expected frames say (1 s in the committed case, 30 s in use).
  private static func whisper(
    _ golden: GoldenCase, _ bandCount: Int
  ) throws -> [TensorComparison] {
    let name = "whisper.log_mel"
    let features = try WhisperFeatures(
      bandCount: bandCount,
      sampleCount: expectedFrames(of: name, axis: 1, golden) * WhisperFeatures.hopLength)
    let count = try golden.tensors.integers("whisper.n_samples").first ?? 0
    let audio = try golden.samples("audio16k").prefix(max(count, 0))
    return [
      try GoldenTolerance.linear.comparison(
        "whisper.filterbank", binsByBands(features.bank), with: golden),
      try GoldenTolerance.logarithm.comparison(name, features(Array(audio)), with: golden),
    ]
  }

  /// The input is as much of the signal as the expected frames cover.
  private static func kaldi(_ golden: GoldenCase) throws -> [TensorComparison] {
    let name = "kaldi.log_fbank"
    let expected = try golden.tensors.tensor(name)
    let covered =
      KaldiFeatures.frameLength
      + (try expectedFrames(of: name, axis: 0, golden) - 1) * KaldiFeatures.hopLength
    let audio = Array(try golden.samples("audio16k").prefix(max(covered, 0)))
    let features = try KaldiFeatures(bandCount: expected.shape.last ?? 0)
    let normalizedName = name + "_normalized"
    return [
      GoldenTolerance.logarithm.comparison(name, framesByBands(try features(audio)), expected),
      GoldenTolerance.logarithm.comparison(
        normalizedName, framesByBands(try features.normalized(audio)),
        try golden.tensors.tensor(normalizedName)),
    ]
  }

  private static func expectedFrames(
    of name: String, axis: Int, _ golden: GoldenCase
  ) throws -> Int {
    let shape = try golden.tensors.tensor(name).shape
    guard shape.count == 2, shape[axis] < 1 << 20 else {
      throw CheckpointError.malformed(
        path: golden.path, reason: "\(name) of shape \(shape) is no spectrogram")
    }
    return shape[axis]
  }

  private static func bank(
    _ name: String, _ bank: FilterBank, _ golden: GoldenCase
  ) throws -> TensorComparison {
    GoldenTolerance.linear.comparison(
      name, Tensor(shape: [bank.bandCount, bank.binCount], elements: bank.denseWeights),
      try golden.tensors.tensor(name))
  }

  /// A bank as a tensor of `[bins, bands]`: its rows stand where frames do.
  private static func binsByBands(_ bank: FilterBank) -> Spectrogram {
    Spectrogram(bandCount: bank.binCount, values: bank.denseWeights)
  }

  private static func framesByBands(_ spectrogram: Spectrogram) -> Tensor {
    Tensor(
      shape: [spectrogram.frameCount, spectrogram.bandCount], elements: spectrogram.values)
  }
}
