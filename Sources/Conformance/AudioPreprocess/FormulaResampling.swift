import Media
import Tensors

/// Compares the resamplers that a formula defines: torchaudio, julius and SciPy.
enum FormulaResampling {
  private enum Method: String {
    case sincHann = "sinc_hann"
    case sincKaiserBest = "sinc_kaiser_best"
    case julius
    case polyphase = "resample_poly"

    func filter(_ ratio: RateRatio) throws -> PolyphaseFilter {
      guard let sinc else { return try PolyphaseResampling.filter(ratio) }
      return try sinc.filter(ratio)
    }

    /// Nil for the one that is not designed as a windowed sinc of the source rate.
    var sinc: WindowedSinc? {
      switch self {
      case .sincHann: .hann
      case .sincKaiserBest: .kaiserBest
      case .julius: .julius
      case .polyphase: nil
      }
    }

    var tolerance: Double { self == .polyphase ? 1e-6 : 1e-5 }
  }

  /// Compares `<method>.<pair>`, `<method>.kernel.<pair>` or `<method>.kernel_width.<pair>`.
  static func compare(
    _ name: String, _ parts: [String], _ reference: Tensor, _ inputs: ResamplingInputs
  ) throws -> TensorComparison {
    guard let method = parts.first.flatMap(Method.init), let label = parts.last,
      let pair = ResamplingInputs.Pair(label)
    else { return .unknownResampling(name) }
    switch (parts.dropFirst().dropLast().first, method.sinc) {
    case (nil, _):
      let filter = try method.filter(pair.ratio)
      return difference(
        name, try inputs.channels(pair).map { filter($0) }, reference, method.tolerance)
    case ("kernel", let sinc?):
      return difference(name, try kernel(sinc, pair.ratio), reference, method.tolerance)
    case ("kernel_width", let sinc?):
      let width = [Float(sinc.kernelWidth(pair.ratio))]
      return difference(name, [width], reference, 0)
    default: return .unknownResampling(name)
    }
  }

  /// `[phases, taps]` as torchaudio lays them out: from `width` source samples before the block to
  /// `width` past its end.
  private static func kernel(_ sinc: WindowedSinc, _ ratio: RateRatio) throws -> [[Float]] {
    let filter = try sinc.filter(ratio)
    let width = sinc.kernelWidth(ratio)
    return (0..<ratio.targetCount).map { phase in
      (-width..<width + ratio.sourceCount).map { offset in
        Float(filter.coefficient(phase: phase, sourceOffset: offset))
      }
    }
  }

  private static func difference(
    _ name: String, _ found: [[Float]], _ reference: Tensor, _ tolerance: Double
  ) -> TensorComparison {
    let difference = SampleDifference(found, ResamplingInputs.rows(reference))
    return TensorComparison(name: name, largestError: difference.largest, tolerance: tolerance)
  }
}

extension TensorComparison {
  /// A result that this build does not know how to compute, which must not pass unseen.
  static func unknownResampling(_ name: String) -> TensorComparison {
    TensorComparison(
      name: name, largestError: .infinity, tolerance: 0,
      note: "not a result of resampling that this build knows")
  }
}
