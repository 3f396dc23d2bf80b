import Glibc
import Tensors

extension SeededGenerator {
  /// `[rows, dimension]` numbers without a pattern in -1..<1, the same for the same seed.
  mutating func vectors(_ rows: Int, dimension: Int) -> Tensor {
    let elements = (0..<rows * dimension).map { _ in Float(2 * unitInterval() - 1) }
    return Tensor(shape: [rows, dimension], elements: elements)
  }

  /// `[rows, dimension]` normally distributed numbers (Box and Muller, 1958).
  mutating func normalVectors(_ rows: Int, dimension: Int) -> Tensor {
    let elements = (0..<rows * dimension).map { _ in
      Float((-2 * log(1 - unitInterval())).squareRoot() * cos(2 * .pi * unitInterval()))
    }
    return Tensor(shape: [rows, dimension], elements: elements)
  }
}

extension Tensor {
  /// One row of a matrix.
  func row(_ index: Int) -> ArraySlice<Float> {
    elements[index * shape[1]..<(index + 1) * shape[1]]
  }
}

/// |a − b|², summed in double precision.
func squaredDistance(_ one: ArraySlice<Float>, _ other: ArraySlice<Float>) -> Double {
  zip(one, other).reduce(0) { sum, pair in
    let difference = Double(pair.0) - Double(pair.1)
    return sum + difference * difference
  }
}
