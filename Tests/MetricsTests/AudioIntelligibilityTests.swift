import Media
import Metrics
import TestSupport
import Testing

@Suite("Short-time objective intelligibility")
struct AudioIntelligibilityTests {
  private static func score(
    _ reference: [Float], _ estimate: [Float], sampleRate: Int = 16_000, _ variant: STOI.Variant
  ) throws -> Double {
    try STOI(sampleRate: sampleRate, variant: variant)(
      SignalPair(reference: reference, estimate: estimate))
  }

  private static let clean = AudioSignals.voiced(count: 48_000, sampleRate: 16_000)
  private static let noise = AudioSignals.noise(count: 48_000)

  @Test(arguments: [STOI.Variant.plain, .extended], [8_000, 10_000, 16_000, 24_000, 44_100])
  func isOneForIdenticalSignals(_ variant: STOI.Variant, _ sampleRate: Int) throws {
    let clean = AudioSignals.mix(
      AudioSignals.voiced(count: 2 * sampleRate, sampleRate: sampleRate),
      AudioSignals.noise(count: 2 * sampleRate), gain: 0.01)
    let found = try Self.score(clean, clean, sampleRate: sampleRate, variant)
    #expect(abs(found - 1) < 1e-9, "\(found)")
  }

  @Test(arguments: [STOI.Variant.plain, .extended])
  func fallsWithNoise(_ variant: STOI.Variant) throws {
    let scores = try [Float(0.01), 0.1, 1].map {
      try Self.score(Self.clean, AudioSignals.mix(Self.clean, Self.noise, gain: $0), variant)
    }
    #expect(scores[0] > scores[1] && scores[1] > scores[2], "\(scores)")
    #expect(scores[0] < 1 && scores[2] < 0.6, "\(scores)")
  }

  @Test func plainScoreIgnoresTheEstimatesLevel() throws {
    let estimate = AudioSignals.mix(Self.clean, Self.noise, gain: 0.05)
    let score = try Self.score(Self.clean, estimate, .plain)
    let quieter = try Self.score(Self.clean, estimate.map { $0 * 0.25 }, .plain)
    #expect(abs(score - quieter) < 1e-6)
  }

  @Test(arguments: [STOI.Variant.plain, .extended])
  func silenceScoresZero(_ variant: STOI.Variant) throws {
    let silence = [Float](repeating: 0, count: Self.clean.count)
    #expect(try Self.score(Self.clean, silence, variant) == 0)
    #expect(try Self.score(silence, Self.clean, variant) == 0)
  }

  @Test("Fewer than 30 frames of sound score 1e-5", arguments: [1, 255, 256, 257, 400, 5_000])
  func tooShort(_ count: Int) throws {
    let sound = Array(Self.noise.prefix(count))
    #expect(try Self.score(sound, sound, .plain) == 1e-5)
  }

  @Test("Half a second holds enough")
  func longEnough() throws {
    let sound = Array(Self.noise.prefix(8_000))
    #expect(try Self.score(sound, sound, .plain) > 0.99)
  }

  @Test(arguments: [(16_000, 16_000, 10_000), (44_100, 44_100, 10_000), (16_000, 3, 2)])
  func resamplingKeepsTheDuration(_ rate: Int, _ count: Int, _ expected: Int) throws {
    let resampled = try STOI(sampleRate: rate).resampled(Array(Self.clean.prefix(count)))
    #expect(resampled.count == expected)
  }

  @Test("Unusable sample rates are refused", arguments: [0, -1, 999, 200_000, Int.max])
  func sampleRates(_ rate: Int) {
    #expect(throws: MediaError.self) { try STOI(sampleRate: rate) }
  }
}
