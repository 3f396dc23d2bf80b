import Evaluation
import Jobs
import Media
import Metrics
import Testing

@Suite("Comparing two media")
struct MediaComparisonTests {
  private let grey = PixelImage(width: 200, height: 180, filledWith: [100, 100, 100])

  @Test func equalPicturesAreEqualByEveryMetric() throws {
    let comparison = try MediaComparison(.image(grey), .image(grey))
    #expect(comparison.measurements.map(\.name) == ["PSNR", "SSIM", "MS-SSIM"])
    #expect(comparison.measurements[0].value == .infinity)
    #expect(comparison.measurements[0].valueText == "inf dB")
    #expect(comparison.measurements.dropFirst().allSatisfy { abs(($0.value ?? 0) - 1) < 1e-9 })
    #expect(comparison.measurements.allSatisfy { !$0.protocolText.isEmpty })
  }

  @Test func whatIsTooSmallIsNotAvailableAndSaysWhy() throws {
    let tiny = PixelImage(width: 4, height: 4, filledWith: [1, 2, 3])
    let comparison = try MediaComparison(.image(tiny), .image(tiny))
    #expect(comparison.measurements[1].valueText == "not available")
    #expect(comparison.measurements[1].protocolText.contains("at least 11 pixels"))
  }

  @Test func unlikeThingsAreRefused() {
    let clip = AudioClip(sampleRate: 16_000, channels: [[0, 0.5, -0.5]])
    let other = AudioClip(sampleRate: 8_000, channels: [[0, 0.5, -0.5]])
    let small = PixelImage(width: 4, height: 4, filledWith: [1, 2, 3])
    #expect(throws: MediaError.self) { try MediaComparison(.image(grey), .audio(clip)) }
    #expect(throws: MediaError.self) { try MediaComparison(.audio(clip), .audio(other)) }
    #expect(throws: ImageMetricError.self) { try MediaComparison(.image(grey), .image(small)) }
  }

  @Test func soundIsComparedByRatioAndSpectrum() throws {
    let tone = (0..<8000).map { Float($0 % 40) / 40 - 0.5 }
    let clip = AudioClip(sampleRate: 16_000, channels: [tone])
    let quieter = AudioClip(sampleRate: 16_000, channels: [tone.map { $0 / 2 }])
    let comparison = try MediaComparison(.audio(clip), .audio(quieter))
    #expect(comparison.measurements.map(\.name) == ["SI-SDR", "STFT distance"])
    #expect((comparison.measurements[0].value ?? 0) > 60)
    #expect((comparison.measurements[1].value ?? 0) > 0.5)
  }
}
