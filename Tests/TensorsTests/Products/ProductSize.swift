import Tensors
import TestSupport

/// The extents of one product, with operands to try it on and its value in double precision.
struct ProductSize: Sendable, CustomStringConvertible {
  let rows: Int
  let depth: Int
  let columns: Int

  init(_ rows: Int, _ depth: Int, _ columns: Int) {
    (self.rows, self.depth, self.columns) = (rows, depth, columns)
  }

  var description: String { "[\(rows), \(depth)] · [\(depth), \(columns)]" }

  /// One more and one less than what kernels take at once: tiles of 14 rows and panels of 32
  /// columns, of which 16 make a vector.
  private static let extents = [0, 1, 2, 13, 14, 15, 31, 32, 33, 63, 289]

  /// Every combination, and products that are cut along the depth and into blocks of rows.
  static let all: [ProductSize] =
    extents.flatMap { rows in
      extents.flatMap { depth in extents.map { ProductSize(rows, depth, $0) } }
    } + [
      ProductSize(15, 1100, 33), ProductSize(330, 513, 17), ProductSize(641, 31, 5),
      ProductSize(161, 1100, 289),
    ]

  /// A linear layer's operands: `[rows, depth]`, `[columns, depth]`, `[columns]` and
  /// `[rows, columns]`.
  var operands: LinearOperands {
    let tensors = noise([rows, depth], [columns, depth], [columns], [rows, columns])
    return LinearOperands(
      input: tensors[0], weight: tensors[1], bias: tensors[2], residual: tensors[3])
  }

  /// How far a sum of this depth may be from the exact one: every addition rounds by half a unit of
  /// a number below depth + 2.
  var tolerance: Double { 2e-7 * Double(depth + 2) }
}

/// What a linear layer with a bias and a residual computes on.
struct LinearOperands: Sendable {
  let input: Tensor
  let weight: Tensor
  let bias: Tensor
  let residual: Tensor

  /// input · weightᵀ + bias + residual, in one pass.
  func product() -> Tensor { input.linear(weight, bias: bias, adding: residual) }

  /// The same by its definition, summed in double precision.
  func expected() -> [Double] {
    let (columns, depth) = (weight.shape[0], weight.shape[1])
    let (biases, residuals) = (bias.elements, residual.elements)
    return input.withUnsafeElements { input in
      weight.withUnsafeElements { weight in
        residuals.indices.map { place in
          let (row, column) = (place / columns, place % columns)
          let sum = (0..<depth).reduce(0.0) { sum, index in
            sum + Double(input[row * depth + index]) * Double(weight[column * depth + index])
          }
          return sum + Double(biases[column]) + Double(residuals[place])
        }
      }
    }
  }

  /// The factors rounded to bfloat16, to even on ties; bias and residual as they are.
  var rounded: LinearOperands {
    func rounded(_ tensor: Tensor) -> Tensor {
      Tensor(
        shape: tensor.shape,
        elements: tensor.elements.map { value in
          let bits = value.bitPattern
          return Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000)
        })
    }
    return LinearOperands(
      input: rounded(input), weight: rounded(weight), bias: bias, residual: residual)
  }
}
