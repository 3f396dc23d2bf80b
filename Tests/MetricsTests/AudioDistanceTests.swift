import Glibc
import Media
import Metrics
import TestSupport
import Testing

@Suite("Distances between signals")
struct AudioDistanceTests {
  private static let clean = AudioSignals.voiced(count: 24_000, sampleRate: 24_000)
  private static let noise = AudioSignals.noise(count: 24_000)

  private static func noisy(_ gain: Float) throws -> SignalPair {
    try SignalPair(reference: clean, estimate: AudioSignals.mix(clean, noise, gain: gain))
  }

  private static func distances() throws -> [any AudioMetric] {
    [
      WaveformDistance(), try MelDistance(sampleRate: 24_000), try SpectralDistance(),
      try MultiResolutionSpectralDistance(),
    ]
  }

  private static let ratios: [SignalDistortionRatio] = [
    .scaleInvariant, .scaleInvariantKeepingMean, .descriptScaleInvariant, .signalToNoise,
  ]

  @Test func areZeroForIdenticalSignalsAndGrowWithNoise() throws {
    let identical = try SignalPair(reference: Self.clean, estimate: Self.clean)
    for metric in try Self.distances() {
      #expect(try metric(identical) == 0, "\(metric.protocolText)")
      let (little, much) = (try metric(Self.noisy(0.01)), try metric(Self.noisy(0.1)))
      #expect(little > 0 && much > little, "\(metric.protocolText)")
    }
  }

  @Test func ofSilenceAreFinite() throws {
    let silence = [Float](repeating: 0, count: 24_000)
    for metric in try Self.distances() {
      for (reference, estimate) in [
        (silence, silence), (silence, Self.clean), (Self.clean, silence),
      ] {
        let pair = try SignalPair(reference: reference, estimate: estimate)
        #expect(try metric(pair).isFinite, "\(metric.protocolText)")
      }
    }
  }

  @Test("SNR is the ratio of the energies put in")
  func signalToNoise() throws {
    let sine = AudioSignals.sine(100, amplitude: 1, count: 24_000, sampleRate: 24_000)
    let other = AudioSignals.sine(200, amplitude: 0.1, count: 24_000, sampleRate: 24_000)
    let pair = try SignalPair(
      reference: sine, estimate: AudioSignals.mix(sine, other, gain: 1))
    for ratio in Self.ratios { #expect(abs(ratio(pair) - 20) < 1e-4, "\(ratio.protocolText)") }
  }

  @Test("SI-SDR ignores the estimate's scale", arguments: [Float(0.25), 0.5, 3])
  func scaleInvariance(_ scale: Float) throws {
    let pair = try Self.noisy(0.05)
    let scaled = try SignalPair(
      reference: pair.reference, estimate: pair.estimate.map { $0 * scale })
    for ratio in Self.ratios where ratio.scaling != .none {
      #expect(abs(ratio(pair) - ratio(scaled)) < 1e-4, "\(ratio.protocolText)")
    }
    #expect(
      abs(SignalDistortionRatio.signalToNoise(pair) - SignalDistortionRatio.signalToNoise(scaled))
        > 1)
  }

  @Test("An offset counts unless means are removed")
  func offset() throws {
    let pair = try SignalPair(reference: Self.clean, estimate: Self.clean.map { $0 + 0.1 })
    #expect(SignalDistortionRatio.scaleInvariant(pair) > 60)
    #expect(SignalDistortionRatio.scaleInvariantKeepingMean(pair) < 20)
  }

  @Test("Identical signals and silence have the finite ratios that are documented")
  func degenerateRatios() throws {
    let silence = [Float](repeating: 0, count: 24_000)
    let identical = try SignalPair(reference: Self.clean, estimate: Self.clean)
    let energy = Self.clean.reduce(0.0) { $0 + Double($1) * Double($1) }
    for ratio in Self.ratios {
      #expect(abs(ratio(identical) - 10 * log10(energy / 1e-8)) < 0.1, "\(ratio.protocolText)")
      for estimate in [silence, Self.clean] {
        let pair = try SignalPair(reference: silence, estimate: estimate)
        #expect(abs(ratio(pair) - -80) < 1e-6, "\(ratio.protocolText)")
      }
    }
  }

  @Test func pairsThatCannotBeComparedAreRefused() {
    #expect(throws: MediaError.self) { try SignalPair(reference: [], estimate: []) }
    #expect(throws: MediaError.self) { try SignalPair(reference: [1], estimate: [1, 2]) }
    #expect(throws: MediaError.self) { try SignalPair(reference: [1], estimate: [.nan]) }
    #expect(throws: MediaError.self) { try SignalPair(reference: [1], estimate: [-2e6]) }
    #expect(throws: MediaError.self) { try SignalPair(reference: [.infinity], estimate: [1]) }
  }

  @Test func signalsShorterThanHalfAWindowAreRefused() throws {
    let pair = try SignalPair(
      reference: Array(Self.clean.prefix(1024)), estimate: Array(Self.clean.prefix(1024)))
    for metric in try Self.distances().dropFirst() {
      #expect(throws: MediaError.self, "\(metric.protocolText)") { try metric(pair) }
    }
  }

  @Test func impossibleResolutionsAreRefused() {
    #expect(throws: MediaError.self) { try MultiResolutionSpectralDistance(resolutions: []) }
    #expect(throws: MediaError.self) { try SpectralDistance(windowLengths: [3]) }
    #expect(throws: MediaError.self) { try SpectralDistance(windowLengths: [Int.max]) }
    #expect(throws: MediaError.self) {
      try MelDistance(sampleRate: 24_000, scales: [.init(bandCount: 5, windowLength: -32)])
    }
  }
}
