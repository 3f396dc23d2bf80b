import Glibc
import Media
import TestSupport
import Testing

@Suite("Short-time Fourier transforms")
struct SpectrumShortTimeTests {
  private static func sine(cycles: Double, count: Int) -> [Float] {
    (0..<count).map { Float(sin(2 * .pi * cycles * Double($0))) }
  }

  @Test func periodicHannWindowsOverlapToAConstant() {
    let window = AnalysisWindow.periodicHann(64)
    for index in 0..<32 { #expect(abs(window[index] + window[index + 32] - 1) < 1e-15) }
    #expect(window[0] == 0)
  }

  @Test func symmetricWindowsEndAlike() {
    for window in [AnalysisWindow.symmetricHann(9), AnalysisWindow.povey(9)] {
      #expect(abs(window[0]) < 1e-12)
      #expect(abs(window[4] - 1) < 1e-15)
      #expect(Closeness(window, window.reversed()).largestDifference < 1e-12)
    }
    #expect(AnalysisWindow.hannWithoutEnds(7) == Array(AnalysisWindow.symmetricHann(9)[1...7]))
  }

  @Test func centringPutsTheOddZeroBehind() {
    #expect(AnalysisWindow.centred([1, 2], in: 5) == [0, 1, 2, 0, 0])
  }

  @Test func reflectionMirrorsAboutTheEndsWithoutRepeatingThem() throws {
    #expect(try SignalPadding.reflection(2).padded([1, 2, 3]) == [3, 2, 1, 2, 3, 2, 1])
    #expect(try SignalPadding.reflection(0).padded([1]) == [1])
    #expect(try SignalPadding.zeros(1).padded([1, 2]) == [0, 1, 2, 0])
    #expect(try SignalPadding.none.padded([1, 2]) == [1, 2])
  }

  @Test("Centred frames number one more than whole hops", arguments: [512, 513, 639, 640, 1000])
  func frameCount(_ sampleCount: Int) throws {
    let transform = try ShortTimeFourierTransform(
      hannLength: 512, hopLength: 128, fourierLength: 512, padding: .zeros(256))
    let power = try transform.power(of: Self.sine(cycles: 0.1, count: sampleCount))
    #expect(power.frameCount == 1 + sampleCount / 128)
    #expect(power.bandCount == 257)
  }

  @Test func sineFillsItsBin() throws {
    let transform = try ShortTimeFourierTransform(
      hannLength: 256, hopLength: 64, fourierLength: 256, padding: .none)
    let power = try transform.power(of: Self.sine(cycles: 32.0 / 256, count: 1024))
    for frame in 0..<power.frameCount {
      let bins = power.values[frame * 129..<(frame + 1) * 129]
      #expect(bins.firstIndex(of: bins.max() ?? 0) == frame * 129 + 32)
      // Amplitude 1 under a window of sum N/2 is N/4 in its bin.
      #expect(abs(bins[frame * 129 + 32] - 64 * 64) < 0.01)
    }
  }

  @Test func signalsShorterThanAFrameOrTheirReflectionAreRefused() throws {
    let bare = try ShortTimeFourierTransform(
      hannLength: 64, hopLength: 16, fourierLength: 64, padding: .none)
    #expect(throws: MediaError.self) { try bare.power(of: [Float](repeating: 1, count: 63)) }
    #expect(throws: MediaError.self) { try bare.power(of: []) }
    #expect(try bare.power(of: [Float](repeating: 1, count: 64)).frameCount == 1)
    let mirrored = try ShortTimeFourierTransform(
      hannLength: 64, hopLength: 16, fourierLength: 64, padding: .reflection(32))
    #expect(throws: MediaError.self) { try mirrored.power(of: [Float](repeating: 1, count: 32)) }
    #expect(try mirrored.power(of: [Float](repeating: 1, count: 33)).frameCount == 3)
  }

  @Test(
    "Sizes that make no transform are refused",
    arguments: [
      (0, 1, 64), (65, 16, 64), (64, 0, 64), (64, -1, 64), (64, 16, 0), (64, 16, Int.max),
      (Int.min, 16, 64), (1 << 20, 1 << 18, 1 << 20), (1 << 14, 1, 1 << 14),
    ])
  func impossibleSizes(_ windowLength: Int, _ hopLength: Int, _ fourierLength: Int) {
    #expect(throws: MediaError.self) {
      try ShortTimeFourierTransform(
        hannLength: windowLength, hopLength: hopLength, fourierLength: fourierLength,
        padding: .none)
    }
  }

  @Test("Paddings beyond the transform are refused", arguments: [-1, 65, Int.max])
  func impossiblePadding(_ count: Int) {
    for padding in [SignalPadding.zeros(count), .reflection(count)] {
      #expect(throws: MediaError.self) {
        try ShortTimeFourierTransform(
          hannLength: 64, hopLength: 16, fourierLength: 64, padding: padding)
      }
    }
  }
}
