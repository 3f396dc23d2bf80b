import Glibc
import Media
import Tensors

/// Compares libsoxr's results, each by its largest difference and by its root mean square.
enum SoxrResampling {
  private static let largestTolerance = 5e-3
  private static let rootMeanSquareTolerance = 1e-3

  /// Compares `<pair>.<quality>`, `<pair>.<quality>.float64_input` or `sine<f>.<pair>.<quality>`.
  static func compare(
    _ name: String, _ parts: [String], _ reference: Tensor, _ inputs: ResamplingInputs
  ) throws -> [TensorComparison] {
    let sine = parts.first.flatMap(SineProbe.init)
    let terms = sine == nil ? parts : Array(parts.dropFirst())
    let isDouble = terms.last == "float64_input"
    guard terms.count == (isDouble ? 3 : 2), let pair = ResamplingInputs.Pair(terms[0]),
      let quality = SoxrQuality(rawValue: terms[1])
    else { return [.unknownResampling(name)] }
    let resampler = SoxrResampler(pair.ratio, quality: quality)
    let source = try sine.map { [$0.samples(rate: pair.ratio.sourceRate)] } ?? inputs.channels(pair)
    let found = try source.map { channel in
      try isDouble ? resampler(channel.map(Double.init)).map { Float($0) } : resampler(channel)
    }
    let lines = compare(name, found, ResamplingInputs.rows(reference))
    guard let sine else { return lines }
    return lines + sine.compare(name, found[0], reference.elements, pair.ratio)
  }

  /// On the common length: the count may be off by one sample, which the note then says.
  private static func compare(
    _ name: String, _ found: [[Float]], _ reference: [[Float]]
  ) -> [TensorComparison] {
    let counts = zip(found, reference).map { $0.count - $1.count }
    let isNear = counts.allSatisfy { abs($0) <= 1 }
    let common = isNear ? zip(found, reference).map { min($0.count, $1.count) } : []
    let difference =
      isNear
      ? SampleDifference(
        zip(found, common).map { Array($0.prefix($1)) },
        zip(reference, common).map { Array($0.prefix($1)) })
      : SampleDifference(found, reference)
    let off = counts.first { $0 != 0 }
    let note = off.map { "\($0 > 0 ? "+" : "")\($0) samples, compared on the common length" }
    return [
      TensorComparison(
        name: name, largestError: difference.largest, tolerance: largestTolerance, note: note),
      TensorComparison(
        name: name, largestError: difference.rootMeanSquare, tolerance: rootMeanSquareTolerance,
        unit: "root mean square", note: note),
    ]
  }
}

/// A sine of amplitude 1, 8,820 samples long, that shows what the filter keeps of one frequency.
private struct SineProbe {
  let frequency: Int

  private static let count = 8820
  /// Samples at each end where the filter still meets silence.
  private static let edge = 200
  private static let tolerance = 1e-4
  /// Where soxr's pass band ends at HQ, as a fraction of the new Nyquist frequency.
  private static let passBand = 0.913

  /// Reads `sine<hertz>`.
  init?(_ label: String) {
    guard label.hasPrefix("sine"), let frequency = Int(label.dropFirst(4)) else { return nil }
    self.frequency = frequency
  }

  func samples(rate: Int) -> [Float] {
    (0..<Self.count).map { Float(sin(2 * .pi * Double(frequency) * Double($0) / Double(rate))) }
  }

  /// Away from the ends: sample by sample, and above the pass band also by amplitude, of which
  /// nothing may be left above the new Nyquist frequency.
  func compare(
    _ name: String, _ found: [Float], _ reference: [Float], _ ratio: RateRatio
  ) -> [TensorComparison] {
    let (middle, expected) = (Self.middle(found), Self.middle(reference))
    let difference = SampleDifference([middle], [expected])
    let line = TensorComparison(
      name: name, largestError: difference.largest, tolerance: Self.tolerance,
      note: "away from the first and last \(Self.edge) samples")
    let place = Double(2 * frequency) / Double(ratio.targetRate)
    guard place > Self.passBand else { return [line] }
    let isStopped = place > 1
    let amplitude = Self.amplitude(middle)
    return [
      line,
      TensorComparison(
        name: name,
        largestError: isStopped ? amplitude : abs(amplitude - Self.amplitude(expected)),
        tolerance: isStopped ? 1e-6 : 5e-5, unit: "amplitude",
        note: isStopped ? "left of a sine above the new Nyquist frequency" : nil),
    ]
  }

  private static func amplitude(_ samples: [Float]) -> Double {
    SampleDifference([samples], [Array(repeating: 0, count: samples.count)]).largest
  }

  private static func middle(_ samples: [Float]) -> [Float] {
    Array(samples.dropFirst(edge).dropLast(edge))
  }
}
