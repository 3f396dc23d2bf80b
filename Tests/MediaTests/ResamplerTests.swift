import Glibc
import Media
import TestSupport
import Testing

private func sine(_ frequency: Double, rate: Int, count: Int) -> [Float] {
  (0..<count).map { Float(0.5 * sin(2 * .pi * frequency * Double($0) / Double(rate))) }
}

@Suite("Resampling")
struct ResamplerTests {
  static let methods: [Resampler.Method] =
    SoxrQuality.allCases.map { .soxr($0) } + [.sincHann, .sincKaiserBest, .julius, .polyphase]

  @Test("Equal rates leave samples as they are", arguments: methods)
  func identity(method: Resampler.Method) throws {
    let clip = AudioClip(sampleRate: 44_100, channels: [[0.1, 0.2, -3], [1, 0, 1]])
    #expect(try clip.resampled(to: 44_100, method: method) == clip)
  }

  @Test("A sine in the pass band keeps its phase and its amplitude", arguments: methods)
  func sines(method: Resampler.Method) throws {
    for (source, target) in [(16_000, 24_000), (44_100, 16_000), (24_000, 44_100)] {
      let count = source / 5
      let resampled = try Resampler(from: source, to: target, method: method)(
        sine(440, rate: source, count: count))
      let expected = sine(440, rate: target, count: resampled.count)
      let middle = resampled.count / 4..<resampled.count * 3 / 4
      let closeness = Closeness(Array(resampled[middle]), Array(expected[middle]))
      // torchaudio's short window ripples by half a percent; cubic interpolation bends the most.
      let tolerance = method == .sincHann || method == .soxr(.quick) ? 5e-3 : 1e-3
      #expect(closeness.largestDifference < tolerance, "\(source) to \(target): \(closeness)")
    }
  }

  @Test(
    "The number of samples follows each rule",
    arguments: [
      (Resampler.Method.soxr(.high), 2021), (.sincHann, 2022), (.sincKaiserBest, 2022),
      (.julius, 2021), (.polyphase, 2022),
    ])
  func counts(method: Resampler.Method, count: Int) throws {
    let samples = Array(repeating: Float(0.5), count: 1100)
    #expect(try Resampler(from: 24_000, to: 44_100, method: method)(samples).count == count)
  }

  @Test("Nothing stays nothing, and one sample is enough", arguments: methods)
  func tiny(method: Resampler.Method) throws {
    let resampler = try Resampler(from: 16_000, to: 48_000, method: method)
    #expect(try resampler([]).isEmpty)
    let three = try resampler([0.5])
    #expect(three.count == 3)
    #expect(three.allSatisfy { $0.isFinite })
  }

  @Test("Long sound in many pieces is the same sound")
  func longSound() throws {
    // Over two of the pieces that soxr is fed with; a seam would show against the sine.
    let samples = sine(1000, rate: 32_000, count: 150_000)
    let resampled = try Resampler(from: 32_000, to: 48_000)(samples)
    #expect(resampled.count == 225_000)
    let middle = 1000..<224_000
    let expected = sine(1000, rate: 48_000, count: 225_000)
    let closeness = Closeness(Array(resampled[middle]), Array(expected[middle]))
    #expect(closeness.largestDifference < 1e-5, "\(closeness)")
  }

  @Test("What is above the new Nyquist frequency goes")
  func stopBand() throws {
    let resampled = try Resampler(from: 44_100, to: 16_000)(
      sine(12_000, rate: 44_100, count: 20_000))
    #expect(resampled[500..<6500].allSatisfy { abs($0) < 1e-5 })
  }

  @Test("Channels are resampled alike and stay apart", arguments: methods)
  func channels(method: Resampler.Method) throws {
    let left = sine(300, rate: 22_050, count: 2205)
    let right = left.map { $0 * -0.25 }
    let clip = AudioClip(sampleRate: 22_050, channels: [left, right])
    let resampled = try clip.resampled(to: 16_000, method: method)
    #expect(resampled.sampleRate == 16_000)
    #expect(resampled.channels[1] == resampled.channels[0].map { $0 * -0.25 })
  }

  @Test(
    "Rates that are none, and pairs without a reasonable filter, are refused",
    arguments: [
      (0, 16_000, Resampler.Method.soxr(.high)), (16_000, -1, .sincHann),
      (1_000_001, 8000, .julius),
      (Int.max, Int.min, .polyphase), (1, 999_999, .sincKaiserBest),
      (999_999, 1_000_000, .polyphase),
      (999_999, 1_000_000, .sincKaiserBest),
    ])
  func refusals(source: Int, target: Int, method: Resampler.Method) throws {
    let error = #expect(throws: MediaError.self) {
      try Resampler(from: source, to: target, method: method)
    }
    guard case .invalidRequest(let reason) = try #require(error) else {
      Issue.record("\(String(describing: error)) does not blame the request")
      return
    }
    #expect(reason.contains("Hz"))
  }

  @Test("Rates without a common divisor work where the filter stays small", arguments: methods)
  func coprimeRates(method: Resampler.Method) throws {
    let samples = sine(440, rate: 44_100, count: 4410)
    let resampled = try Resampler(from: 44_100, to: 44_101, method: method)(samples)
    let middle = 1000..<3000
    let closeness = Closeness(Array(resampled[middle]), Array(samples[middle]))
    #expect(closeness.largestDifference < 0.01, "\(closeness)")
  }

  @Test("Extreme ratios give as many samples as they should", arguments: SoxrQuality.allCases)
  func extremeRatios(quality: SoxrQuality) throws {
    for rate in [1000, 999_999] {
      let up = try Resampler(from: rate, to: 1_000_000, method: .soxr(quality))([0.5, 0.5, 0.5])
      #expect(up.count == 3_000_000 / rate)
      let down = try Resampler(from: 1_000_000, to: rate, method: .soxr(quality))(
        Array(repeating: 0.5, count: 100_000))
      #expect(abs(down.count - rate / 10) <= 1)
      #expect((up + down).allSatisfy { $0.isFinite })
    }
  }

  @Test("More samples than memory should hold are refused before they are made")
  func tooManySamples() throws {
    let resampler = try Resampler(from: 1000, to: 1_000_000)
    #expect(throws: MediaError.self) { try resampler(Array(repeating: 0, count: 4_300_000)) }
  }

  @Test("A clip of another rate is refused")
  func wrongClip() throws {
    let resampler = try Resampler(from: 16_000, to: 24_000)
    #expect(throws: MediaError.self) {
      try resampler(AudioClip(sampleRate: 8000, channels: [[0]]))
    }
  }
}
