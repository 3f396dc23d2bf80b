import Media
import Metrics
import TestSupport
import Testing

@Suite("Loudness by ITU-R BS.1770-4")
struct AudioLoudnessTests {
  private static func tone(amplitude: Double, seconds: Double = 3) -> [Float] {
    AudioSignals.sine(
      997, amplitude: amplitude, count: Int(seconds * 48_000), sampleRate: 48_000)
  }

  private static func loudness(_ channels: [[Float]]) throws -> Double {
    try IntegratedLoudness.loudness(of: AudioClip(sampleRate: 48_000, channels: channels))
  }

  @Test("A full-scale sine at 997 Hz is −3.01 LUFS", arguments: [16_000, 24_000, 44_100, 48_000])
  func fullScaleSine(_ sampleRate: Int) throws {
    let sine = AudioSignals.sine(
      997, amplitude: 1, count: 3 * sampleRate, sampleRate: sampleRate)
    let found = try IntegratedLoudness.loudness(
      of: AudioClip(sampleRate: sampleRate, channels: [sine]))
    #expect(abs(found - -3.01) < 0.1, "\(found)")
  }

  @Test func followsTheLevel() throws {
    let difference =
      try Self.loudness([Self.tone(amplitude: 1)]) - Self.loudness([Self.tone(amplitude: 0.1)])
    #expect(abs(difference - 20) < 1e-3)
  }

  @Test func twoEqualChannelsAreThreeDecibelsLouder() throws {
    let tone = Self.tone(amplitude: 0.5)
    let difference = try Self.loudness([tone, tone]) - Self.loudness([tone])
    #expect(abs(difference - 3.0103) < 1e-3)
  }

  @Test func pausesAreGatedOut() throws {
    let tone = Self.tone(amplitude: 0.5, seconds: 10)
    let pause = [Float](repeating: 0, count: 480_000)
    let difference = try Self.loudness([tone]) - Self.loudness([tone + pause])
    #expect(abs(difference) < 0.1)
  }

  @Test("Silence and next to nothing are −70", arguments: [0, 1, 100, 48_000])
  func silence(_ count: Int) throws {
    #expect(try Self.loudness([[Float](repeating: 0, count: count)]) == -70)
  }

  @Test func shortSoundIsCompletedByZeros() throws {
    let tone = Self.tone(amplitude: 0.5, seconds: 0.2)
    let padded = tone + [Float](repeating: 0, count: 24_000 - tone.count)
    #expect(try Self.loudness([tone]) == Self.loudness([padded]))
  }

  @Test func unusableClipsAreRefused() {
    let second = [Float](repeating: 0.1, count: 100)
    for clip in [
      AudioClip(sampleRate: 48_000, channels: Array(repeating: second, count: 6)),
      AudioClip(sampleRate: 1, channels: [second]),
      AudioClip(sampleRate: Int.max, channels: [second]),
    ] {
      #expect(throws: MediaError.self) { try IntegratedLoudness.loudness(of: clip) }
    }
  }
}
