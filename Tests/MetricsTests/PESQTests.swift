import FoundationEssentials
import Layers
import Metrics
import Tensors
import TestSupport
import Testing

@Suite("Perceptual evaluation of speech quality")
struct PESQTests {
  /// The two rates that a score exists for.
  enum Mode: String, CaseIterable, Sendable {
    case wide, narrow

    var sampleRate: Int { self == .wide ? 16_000 : 8_000 }

    func score(_ reference: [Float], _ degraded: [Float]) throws -> Double {
      switch self {
      case .wide: try PESQ.wideBand(reference: reference, degraded: degraded)
      case .narrow: try PESQ.narrowBand(reference: reference, degraded: degraded)
      }
    }

    /// Five seconds of read English; at 8 kHz the means of pairs of samples.
    func speech() throws -> [Float] {
      let path = ProjectFiles.path("Assets/samples/speech_en.wav")
      let bytes = try Data(contentsOf: URL(filePath: path)).dropFirst(44)
      let samples = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map { index in
        Float(Int16(bitPattern: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8)) / 32_768
      }
      guard self == .narrow else { return samples }
      return stride(from: 0, to: samples.count, by: 2).map {
        (samples[$0] + samples[$0 + 1]) * 0.5
      }
    }
  }

  @Test(arguments: Mode.allCases)
  func agreesWithTheGoldens(_ mode: Mode) throws {
    let tensors = try ProjectFiles.goldenTensors("audio-preprocess/intelligibility")
    let (suffix, rate) = mode == .wide ? ("wb", "") : ("nb", "8k")
    let clean = try tensors.tensor("clean\(rate)").elements
    let items = tensors.names.filter { $0.hasPrefix("degraded\(rate).") }
    #expect(!items.isEmpty)
    for item in items {
      let index = item.split(separator: ".")[1]
      let expected = try tensors.tensor("pesq_\(suffix).\(index)").elements[0]
      let found = try mode.score(clean, try tensors.tensor(item).elements)
      #expect(abs(found - Double(expected)) < 1e-3, "\(item): \(found), expected \(expected)")
    }
  }

  /// Scores by the `pesq` package 0.0.4 of Python, `pesq(rate, reference, degraded, mode)`, for the
  /// same samples computed with numpy in 32-bit floats.
  private static let referenceScores: [SpeechDegradation: (wide: Double, narrow: Double)] = [
    .noisy: (1.150697, 1.708143),
    .clipped: (1.112630, 1.475499),
    .gappy: (1.522160, 2.178234),
    .late: (4.643888, 4.548638),
    .interrupted: (4.453828, 4.370623),
    .muffled: (4.603547, 4.437528),
    .shortened: (4.643020, 4.114698),
  ]

  @Test(arguments: SpeechDegradation.allCases, Mode.allCases)
  func agreesWithTheReferencePackage(_ degradation: SpeechDegradation, _ mode: Mode) throws {
    let scores = try #require(Self.referenceScores[degradation])
    let expected = mode == .wide ? scores.wide : scores.narrow
    let speech = try mode.speech()
    let found = try mode.score(
      speech, degradation.applied(to: speech, sampleRate: mode.sampleRate))
    #expect(abs(found - expected) < 1e-3, "\(found), expected \(expected)")
  }

  @Test(arguments: [(Mode.wide, 4.6439), (.narrow, 4.5486)])
  func givesIdenticalSignalsTheTopScore(_ mode: Mode, _ top: Double) throws {
    let speech = try mode.speech()
    let found = try mode.score(speech, speech)
    #expect(abs(found - top) < 1e-3, "\(found)")
  }

  @Test(arguments: [Float(0.001), 0.3, 25])
  func doesNotDependOnTheLevel(_ gain: Float) throws {
    let speech = try Mode.wide.speech()
    let noisy = SpeechDegradation.noisy.applied(to: speech, sampleRate: 16_000)
    let expected = try PESQ.wideBand(reference: speech, degraded: noisy)
    let found = try PESQ.wideBand(reference: speech, degraded: noisy.map { $0 * gain })
    #expect(abs(found - expected) < 1e-3, "\(found), expected \(expected)")
  }

  @Test(arguments: [1, 64, 777, 12_000])
  func hardlyMindsAConstantDelay(_ delay: Int) throws {
    let speech = try Mode.wide.speech()
    let found = try PESQ.wideBand(
      reference: speech, degraded: Array(repeating: 0, count: delay) + speech)
    #expect(found > 4.6, "\(found)")
  }

  @Test(arguments: Mode.allCases)
  func fallsWithNoise(_ mode: Mode) throws {
    let speech = try mode.speech()
    let noise = SpeechDegradation.noise(count: speech.count)
    let scores = try [Float(0.001), 0.01, 0.1].map { gain in
      try mode.score(speech, zip(speech, noise).map { $0 + gain * $1 })
    }
    #expect(scores[0] > scores[1] && scores[1] > scores[2], "\(scores)")
  }

  @Test
  func refusesSignalsUnderAQuarterOfASecond() throws {
    let speech = try Mode.wide.speech()
    for count in [0, 1, 3999] {
      #expect(throws: PESQError.tooShort(.degraded, sampleCount: count, minimum: 4000)) {
        try PESQ.wideBand(reference: speech, degraded: Array(speech.prefix(count)))
      }
      #expect(throws: PESQError.self) {
        try PESQ.narrowBand(reference: Array(speech.prefix(count / 2)), degraded: speech)
      }
    }
  }

  @Test
  func refusesSilence() throws {
    let speech = try Mode.narrow.speech()
    let silence = Array(repeating: Float(0), count: speech.count)
    #expect(throws: PESQError.silent(.reference)) {
      try PESQ.narrowBand(reference: silence, degraded: speech)
    }
    #expect(throws: PESQError.silent(.degraded)) {
      try PESQ.narrowBand(reference: speech, degraded: silence)
    }
  }

  @Test
  func refusesAReferenceWithoutUtterances() throws {
    let bursts = SpeechDegradation.noise(count: 16_000).enumerated().map { index, sample in
      (4000..<4800).contains(index % 8000) ? sample : 0
    }
    #expect(throws: PESQError.noUtterances) {
      try PESQ.wideBand(reference: bursts, degraded: bursts)
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func refusesWhatIsNotFinite(_ value: Float) throws {
    let speech = try Mode.narrow.speech()
    var damaged = speech
    damaged[123] = value
    #expect(throws: PESQError.notFinite(.degraded, index: 123)) {
      try PESQ.narrowBand(reference: speech, degraded: damaged)
    }
  }

  /// Odd lengths, levels at the ends of the number range and unrelated content: a score on the
  /// scale or a thrown error, never a crash.
  @Test(arguments: 0..<24)
  func survivesOddSignals(_ seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    func signal() -> [Float] {
      let level: Float = [1e-38, 1e-6, 1, 3e38][generator.index(below: 4)]
      let burst = 1 + generator.index(below: 4000)
      return (0..<4000 + generator.index(below: 24_000)).map { index in
        index / burst % 2 == 0 ? 0 : level * Float(2 * generator.unitInterval() - 1)
      }
    }
    let (reference, degraded) = (signal(), signal())
    for mode in Mode.allCases {
      do {
        let score = try mode.score(reference, degraded)
        #expect((0.999...4.7).contains(score), "\(score)")
      } catch let error as PESQError {
        #expect(error.description.hasPrefix("PESQ: "))
      }
    }
  }
}
