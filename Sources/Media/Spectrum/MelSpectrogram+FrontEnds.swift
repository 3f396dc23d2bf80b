extension MelSpectrogram {
  /// The numbers that a published configuration gives for a mel spectrogram.
  package struct Parameters: Equatable, Sendable {
    /// Samples a second.
    package var sampleRate: Int
    /// Samples of a Fourier transform.
    package var fourierLength: Int
    /// Samples under the Hann window, at most `fourierLength`.
    package var windowLength: Int
    /// Samples between frames.
    package var hopLength: Int
    /// Mel bands.
    package var bandCount: Int
    /// Where the lowest triangle begins, in Hz.
    package var lowestFrequency: Double
    /// Where the highest triangle ends, in Hz; half the sample rate where nil.
    package var highestFrequency: Double?

    /// Gathers the numbers; `windowLength` is `fourierLength` where nil.
    package init(
      sampleRate: Int, fourierLength: Int, windowLength: Int? = nil, hopLength: Int,
      bandCount: Int, lowestFrequency: Double = 0, highestFrequency: Double? = nil
    ) {
      self.sampleRate = sampleRate
      self.fourierLength = fourierLength
      self.windowLength = windowLength ?? fourierLength
      self.hopLength = hopLength
      self.bandCount = bandCount
      self.lowestFrequency = lowestFrequency
      self.highestFrequency = highestFrequency
    }

    /// The transform of these sizes.
    ///
    /// - Throws: `MediaError.invalidRequest` for sizes that make no transform.
    package func transform(padding: SignalPadding) throws -> ShortTimeFourierTransform {
      try ShortTimeFourierTransform(
        hannLength: windowLength, hopLength: hopLength, fourierLength: fourierLength,
        padding: padding)
    }

    /// The mel bank of these sizes.
    ///
    /// - Throws: `MediaError.invalidRequest` for sizes or frequencies that make no bank.
    package func bank(
      scale: MelScale, normalization: FilterBank.MelNormalization
    ) throws -> FilterBank {
      let highest = highestFrequency ?? Double(sampleRate) / 2
      guard lowestFrequency <= highest else {
        throw MediaError.invalidRequest(
          reason: "a mel filter bank from \(lowestFrequency) to \(highest) Hz is empty")
      }
      return try .mel(
        bandCount: bandCount, frequencies: lowestFrequency...highest, sampleRate: sampleRate,
        fourierLength: fourierLength, scale: scale, normalization: normalization)
    }
  }

  /// `librosa.feature.melspectrogram`: frames centred with zeros around the signal, power, Slaney's
  /// scale and normalisation.
  ///
  /// - Throws: `MediaError.invalidRequest` for impossible parameters.
  package static func librosa(_ parameters: Parameters) throws -> MelSpectrogram {
    MelSpectrogram(
      transform: try parameters.transform(padding: .zeros(parameters.fourierLength / 2)),
      bank: try parameters.bank(scale: .slaney, normalization: .slaney), measure: .power)
  }

  /// `torchaudio.transforms.MelSpectrogram`: frames centred with reflection; the defaults are power
  /// over unnormalised HTK bands.
  ///
  /// - Throws: `MediaError.invalidRequest` for impossible parameters.
  package static func torchaudio(
    _ parameters: Parameters, measure: Measure = .power, scale: MelScale = .htk,
    normalization: FilterBank.MelNormalization = .none, compression: Compression = .none
  ) throws -> MelSpectrogram {
    MelSpectrogram(
      transform: try parameters.transform(padding: .reflection(parameters.fourierLength / 2)),
      bank: try parameters.bank(scale: scale, normalization: normalization), measure: measure,
      compression: compression)
  }

  /// The features of Vocos and WavTokenizer: ln(max(·, 1e-7)) of torchaudio's mel magnitudes.
  ///
  /// - Throws: `MediaError.invalidRequest` for impossible parameters.
  package static func vocos(_ parameters: Parameters) throws -> MelSpectrogram {
    try torchaudio(
      parameters, measure: .magnitude(stabilizer: 0),
      compression: .naturalLogarithm(floor: 1e-7))
  }

  /// `audiotools.AudioSignal.mel_spectrogram`, which the Descript Audio Codec was trained with:
  /// frames centred with reflection, a window as long as the transform, magnitudes, Slaney's scale
  /// and normalisation.
  ///
  /// - Throws: `MediaError.invalidRequest` for impossible parameters.
  package static func audiotools(
    _ parameters: Parameters, compression: Compression = .none
  ) throws -> MelSpectrogram {
    var parameters = parameters
    parameters.windowLength = parameters.fourierLength
    return try torchaudio(
      parameters, measure: .magnitude(stabilizer: 0), scale: .slaney, normalization: .slaney,
      compression: compression)
  }

  /// The features of the vocoders HiFi-GAN and BigVGAN: (transform − hop) / 2 mirrored samples on
  /// each side, √(|X|² + 1e-9), Slaney's bank, ln(max(·, 1e-5)).
  ///
  /// - Throws: `MediaError.invalidRequest` for impossible parameters.
  package static func hiFiGAN(_ parameters: Parameters) throws -> MelSpectrogram {
    guard parameters.hopLength > 0, parameters.hopLength <= parameters.fourierLength else {
      throw MediaError.invalidRequest(
        reason: "a vocoder's hop of \(parameters.hopLength) samples is not within its transform of"
          + " \(parameters.fourierLength)")
    }
    let padding = (parameters.fourierLength - parameters.hopLength) / 2
    return MelSpectrogram(
      transform: try parameters.transform(padding: .reflection(padding)),
      bank: try parameters.bank(scale: .slaney, normalization: .slaney),
      measure: .magnitude(stabilizer: 1e-9), compression: .naturalLogarithm(floor: 1e-5))
  }
}
