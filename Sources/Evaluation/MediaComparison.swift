public import Jobs
import Media
import Metrics

/// Every metric of two pictures or two sounds, each with what exactly it measures.
public struct MediaComparison: Sendable {
  /// One number.
  public struct Measurement: Sendable, Equatable {
    /// The metric's short name.
    public let name: String
    /// The number, or nil where the media are too small for the metric.
    public let value: Double?
    /// Unit, or nothing.
    public let unit: String
    /// What exactly is computed; where there is no value, why.
    public let protocolText: String

    /// The number with its unit, for printing.
    public var valueText: String {
      guard let value else { return "not available" }
      return value.decimals(unit == "dB" ? 3 : 5) + (unit.isEmpty ? "" : " " + unit)
    }
  }

  /// The numbers, in a fixed order.
  public let measurements: [Measurement]

  /// Compares an estimate with its reference.
  ///
  /// - Throws: `ImageMetricError` for pictures of unlike size, `MediaError` for sounds of unlike
  ///   rate, channels or duration, or for a picture and a sound.
  public init(_ reference: MediaItem, _ estimate: MediaItem) throws {
    switch (reference, estimate) {
    case (.image(let reference), .image(let estimate)):
      measurements = try Self.compare(reference, estimate)
    case (.audio(let reference), .audio(let estimate)):
      measurements = try Self.compare(reference, estimate)
    case (.image, .audio), (.audio, .image):
      throw MediaError.invalidRequest(
        reason: "a picture and a sound cannot be compared; give two of a kind")
    }
  }

  private static func compare(
    _ reference: PixelImage, _ estimate: PixelImage
  ) throws -> [Measurement] {
    let metrics: [(any ImageMetric, unit: String)] = [
      (PixelDifference.peakSignalToNoiseRatio, "dB"), (StructuralSimilarity.gaussian11, ""),
      (MultiScaleStructuralSimilarity.standard, ""),
    ]
    return try metrics.map { metric, unit in
      do {
        return Measurement(
          name: metric.name, value: try metric(estimate, reference), unit: unit,
          protocolText: metric.protocolText)
      } catch ImageMetricError.tooSmall(_, _, _, let smallestSide) {
        return Measurement(
          name: metric.name, value: nil, unit: unit,
          protocolText: "needs sides of at least \(smallestSide) pixels")
      }
    }
  }

  private static func compare(
    _ reference: AudioClip, _ estimate: AudioClip
  ) throws -> [Measurement] {
    guard reference.sampleRate == estimate.sampleRate else {
      throw MediaError.invalidRequest(
        reason: "sounds at \(reference.sampleRate) and \(estimate.sampleRate) Hz cannot be"
          + " compared; resample one of them")
    }
    let pair = try SignalPair(
      reference: reference.mixedDown().channels[0], estimate: estimate.mixedDown().channels[0])
    let distortion = SignalDistortionRatio.scaleInvariant
    let distance = try MultiResolutionSpectralDistance()
    let mixdown = reference.channels.count == 1 ? "" : "; mean of the channels"
    let rate = "; \(reference.sampleRate) Hz\(mixdown)"
    return [
      Measurement(
        name: "SI-SDR", value: distortion(pair), unit: "dB",
        protocolText: distortion.protocolText + rate),
      Measurement(
        name: "STFT distance", value: try? distance(pair), unit: "",
        protocolText: distance.protocolText + rate),
    ]
  }
}
