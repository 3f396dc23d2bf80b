extension PESQ {
  /// Everything that differs between narrow-band and wide-band listening.
  struct Bandwidth {
    /// Samples a second.
    let sampleRate: Int
    /// Samples in a level window of 4 ms, the unit of speech activity and utterance bounds.
    let levelWindow: Int
    /// Samples in a frame of the waveform alignment.
    let alignmentFrame: Int
    /// Samples in a frame of the perceptual model, 32 ms; frames overlap by half.
    let auditoryFrame: Int
    /// The critical bands, from low to high.
    let bands: [BarkBand]
    /// Brings a squared spectrum to the power scale of the loudness model.
    let powerScale: Double
    /// What the listener hears through.
    let receiver: ReceiverFilter
    /// The band-pass in front of speech detection and alignment.
    let alignmentFilter: FilterCascade
    /// The map from the raw score to the listening score.
    let opinionScale: OpinionScale

    /// Samples from one auditory frame to the next.
    var frameStep: Int { auditoryFrame / 2 }
    /// Samples of silence put before and after a signal, for alignment to search in.
    var margin: Int { Self.marginWindows * levelWindow }
    /// Further samples of silence put at the end, 320 ms.
    var tail: Int { 320 * sampleRate / 1000 }

    /// Level windows in a margin.
    static let marginWindows = 75

    /// P.862: 8 kHz, heard through a telephone handset.
    static let narrow = Bandwidth(
      sampleRate: 8000, levelWindow: 32, alignmentFrame: 512, auditoryFrame: 256,
      bands: BarkBand.narrow, powerScale: 2.764344e-5, receiver: .handset,
      alignmentFilter: .narrowAlignment,
      opinionScale: OpinionScale(slope: 1.4945, offset: 4.6607))

    /// P.862.2: 16 kHz, heard through headphones.
    static let wide = Bandwidth(
      sampleRate: 16000, levelWindow: 64, alignmentFrame: 1024, auditoryFrame: 512,
      bands: BarkBand.wide, powerScale: 6.910853e-6, receiver: .headphones,
      alignmentFilter: .wideAlignment,
      opinionScale: OpinionScale(slope: 1.3669, offset: 3.8224))
  }
}
