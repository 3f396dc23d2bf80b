import Tensors
import TestSupport

/// A search for the columns of largest products, and the same written plainly.
struct NearestSearch: Sendable {
  /// What a search found: a column of each row and its product less its offset.
  struct Found: Equatable {
    var columns: [Int32]
    var values: [Float]
  }

  /// What is searched, `[columns, depth]`.
  let table: Tensor
  /// What is subtracted from products, `[columns]`.
  let offsets: [Float]
  /// Whose products are compared, `[rows, depth]`.
  let vectors: Tensor

  /// Sizes around those that kernels take at once, and one that is cut along depth and rows.
  static let sizes: [ProductSize] =
    [1, 13, 15, 33, 289].flatMap { rows in
      [1, 2, 33].flatMap { depth in
        [1, 2, 15, 16, 17, 31, 32, 33, 63, 289].map { ProductSize(rows, depth, $0) }
      }
    } + [ProductSize(330, 600, 40), ProductSize(0, 3, 5)]

  /// A search among vectors without a pattern for the nearest by Euclidean distance.
  init(ofNoise size: ProductSize) {
    let tensors = noise([size.columns, size.depth], [size.rows, size.depth], seed: 6)
    self.init(table: tensors[0], vectors: tensors[1])
  }

  /// The same with the numbers -1, 0 and 1: sums are exact and ties are many.
  init(ofSmallIntegers size: ProductSize) {
    let tensors = noise([size.columns, size.depth], [size.rows, size.depth], seed: 7, scale: 1.5)
      .map { tensor in
        Tensor(shape: tensor.shape, elements: tensor.elements.map { $0.rounded() })
      }
    self.init(table: tensors[0], vectors: tensors[1])
  }

  private init(table: Tensor, vectors: Tensor) {
    self.init(
      table: table,
      offsets: DoubleTensor(table).rows.map { row in
        Float(row.reduce(0) { $0 + $1 * $1 } / 2)
      }, vectors: vectors)
  }

  init(table: Tensor, offsets: [Float], vectors: Tensor) {
    (self.table, self.offsets, self.vectors) = (table, offsets, vectors)
  }

  /// What the kernels find for some of the rows, all without them.
  func found(rows: Range<Int>? = nil) -> Found {
    let part = rows.map { vectors.sliced(axis: 0, $0) } ?? vectors
    let count = part.shape[0]
    var found = Found(
      columns: Array(repeating: -1, count: count), values: Array(repeating: .nan, count: count))
    let packed = PackedMatrix(searchedRows: table)
    part.withUnsafeElements { part in
      found.columns.withUnsafeMutableBufferPointer { columns in
        found.values.withUnsafeMutableBufferPointer { values in
          offsets.withUnsafeBufferPointer { offsets in
            guard let part = part.baseAddress, let columns = columns.baseAddress,
              let values = values.baseAddress
            else { return }
            packed.nearest(
              to: part, rows: count, offsets: offsets, columns: columns, values: values)
          }
        }
      }
    }
    return found
  }

  /// The products less their offsets, `[rows][columns]`, in double precision.
  func scores() -> [[Double]] {
    let codes = DoubleTensor(table).rows
    return DoubleTensor(vectors).rows.map { vector in
      zip(codes, offsets).map { code, offset in
        zip(vector, code).reduce(-Double(offset)) { $0 + $1.0 * $1.1 }
      }
    }
  }

  /// What is to be found, the first of the largest.
  func expected() -> Found {
    scores().reduce(into: Found(columns: [], values: [])) { found, scores in
      let best = scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
      found.columns.append(Int32(best))
      found.values.append(Float(scores[best]))
    }
  }
}
