import Glibc
import Media
import TestSupport
import Testing

@Suite("Spectral front ends of audio models")
struct SpectrumFrontEndTests {
  private static let parameters = MelSpectrogram.Parameters(
    sampleRate: 24_000, fourierLength: 1024, hopLength: 256, bandCount: 100)

  private static let tone = (0..<24_000).map { Float(sin(Double($0) * 0.2)) }

  @Test func frameCountsAreThoseOfTheReferences() throws {
    #expect(try MelSpectrogram.librosa(Self.parameters)(Self.tone).frameCount == 94)
    #expect(try MelSpectrogram.vocos(Self.parameters)(Self.tone).frameCount == 94)
    #expect(try MelSpectrogram.audiotools(Self.parameters)(Self.tone).frameCount == 94)
    #expect(try MelSpectrogram.hiFiGAN(Self.parameters)(Self.tone).frameCount == 93)
  }

  @Test func silenceIsTheFloorOfItsLogarithm() throws {
    let silence = [Float](repeating: 0, count: 2048)
    let vocos = try MelSpectrogram.vocos(Self.parameters)(silence)
    #expect(vocos.values.allSatisfy { $0 == log(Float(1e-7)) })
    let decibels = try MelSpectrogram.librosa(Self.parameters)(silence).decibels()
    #expect(decibels.values.allSatisfy { $0 == -100 })
  }

  @Test func decibelsAreAtMostTheRangeBelowTheLoudest() {
    let levels = Spectrogram(bandCount: 2, values: [1, 1e-3, 1e-20, 10]).decibels(range: 60)
    #expect(Closeness(levels.values, [0, -30, -50, 10]).largestDifference < 1e-5)
  }

  @Test func bandsByFramesTransposes() {
    let spectrogram = Spectrogram(bandCount: 3, values: [1, 2, 3, 4, 5, 6])
    #expect(spectrogram.bandsByFrames == [1, 4, 2, 5, 3, 6])
  }

  @Test func whisperFeaturesHaveOneLengthWhateverTheSignal() throws {
    let features = try WhisperFeatures(bandCount: 80, sampleCount: 16_000)
    for count in [0, 1, 9_000, 24_000] {
      let found = try features(Array(Self.tone.prefix(count)))
      #expect(found.frameCount == 100 && found.bandCount == 80)
      let largest = found.values.max() ?? 0
      #expect(found.values.allSatisfy { $0.isFinite && $0 >= largest - 2 - 1e-6 })
    }
  }

  @Test func kaldiFeaturesNeedAFrameAndTheirNormalisationTwo() throws {
    let features = try KaldiFeatures()
    #expect(throws: MediaError.self) { try features(Array(Self.tone.prefix(399))) }
    #expect(try features(Array(Self.tone.prefix(400))).frameCount == 1)
    #expect(throws: MediaError.self) { try features.normalized(Array(Self.tone.prefix(559))) }
    #expect(try features.normalized(Array(Self.tone.prefix(560))).frameCount == 2)
  }

  @Test func kaldiNormalisationGivesEveryBandZeroMeanAndUnitVariance() throws {
    let noise = (0..<8_000).map { Float(sin(Double($0 * $0 % 9973))) }
    let features = try KaldiFeatures().normalized(noise)
    let rows = features.bandsByFrames
    let count = Double(features.frameCount)
    for band in 0..<features.bandCount {
      let row = rows[band * features.frameCount..<(band + 1) * features.frameCount]
      #expect(abs(row.reduce(0.0) { $0 + Double($1) } / count) < 1e-5)
      let variance = row.reduce(0.0) { $0 + Double($1) * Double($1) } / (count - 1)
      #expect(abs(variance - 1) < 1e-4)
    }
  }

  @Test func impossibleParametersAreRefused() {
    var reversed = Self.parameters
    reversed.lowestFrequency = 13_000
    var negative = Self.parameters
    negative.fourierLength = -1
    var undefined = Self.parameters
    undefined.highestFrequency = .nan
    for parameters in [reversed, negative, undefined] {
      #expect(throws: MediaError.self) { try MelSpectrogram.librosa(parameters) }
      #expect(throws: MediaError.self) { try MelSpectrogram.hiFiGAN(parameters) }
    }
    #expect(throws: MediaError.self) { try WhisperFeatures(sampleCount: Int.max) }
    #expect(throws: MediaError.self) { try WhisperFeatures(sampleCount: 399) }
    #expect(throws: MediaError.self) { try KaldiFeatures(bandCount: 0) }
  }
}
