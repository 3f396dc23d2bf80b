import Layers
import Media
import Tensors

/// How far a value may be from the reference's, and in what unit the distance is reported.
enum GoldenTolerance {
  case absolute(Double, unit: String)
  /// A fraction of the expected value or, where that is smaller, of `floor` times the tensor's
  /// largest magnitude: references work in 32 bits, so what is far below a tensor's largest values
  /// holds no more digits than those do.
  case relative(Double, floor: Double)

  /// Linear values, by element: 1e-4 of each, or of a thousandth of the largest.
  static let linear = relative(1e-4, floor: 1e-3)
  /// Weights of a mel bank that the reference built in 32 bits: 1e-4 of the peak.
  ///
  /// Its corner frequencies are rounded by up to a millihertz, which moves a whole side of a triangle
  /// by 1e-5 of the peak, however small the weight.
  static let roundedWeight = relative(1e-4, floor: 1)
  /// Natural or common logarithms.
  static let logarithm = absolute(1e-3, unit: "absolute")
  /// Levels and ratios in decibels, or LUFS.
  static let decibel = absolute(1e-3, unit: "dB")

  /// Compares a spectrogram with a tensor of `[bands, frames]`.
  func comparison(
    _ name: String, _ found: Spectrogram, with golden: GoldenCase
  ) throws -> TensorComparison {
    comparison(
      name, Tensor(shape: [found.bandCount, found.frameCount], elements: found.bandsByFrames),
      try golden.tensors.tensor(name))
  }

  /// Compares numbers with a tensor of one axis.
  func comparison(
    _ name: String, _ found: [Double], with golden: GoldenCase
  ) throws -> TensorComparison {
    comparison(
      name, Tensor(shape: [found.count], elements: found.map(Float.init)),
      try golden.tensors.tensor(name))
  }

  /// Compares two tensors; other shapes and NaN are infinitely far.
  func comparison(_ name: String, _ found: Tensor, _ expected: Tensor) -> TensorComparison {
    let largest = expected.elements.reduce(0) { max($0, abs($1)) }
    var worst = found.shape == expected.shape ? 0 : Double.infinity
    for (value, target) in zip(found.elements, expected.elements) {
      let error = distance(Double(value), from: Double(target), largest: Double(largest))
      worst = error.isNaN ? .infinity : max(worst, error)
    }
    return TensorComparison(name: name, largestError: worst, tolerance: limit, unit: unit)
  }

  private func distance(_ value: Double, from target: Double, largest: Double) -> Double {
    let difference = abs(value - target)
    switch self {
    case .absolute: return difference
    case .relative(_, let floor):
      return difference == 0 ? 0 : difference / max(abs(target), floor * largest)
    }
  }

  private var limit: Double {
    switch self {
    case .absolute(let limit, _), .relative(let limit, _): limit
    }
  }

  private var unit: String {
    switch self {
    case .absolute(_, let unit): unit
    case .relative: "relative"
    }
  }
}
