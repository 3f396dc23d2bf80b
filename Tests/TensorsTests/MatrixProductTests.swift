import Tensors
import TestSupport
import Testing
import Threads

@Suite("Matrix products")
struct MatrixProductTests {
  /// Rows, inner extent and columns: odd ones, single ones, empty ones, and more than one block.
  static let shapes = [
    (1, 1, 1), (1, 7, 1), (3, 1, 5), (5, 3, 2), (17, 33, 9), (64, 64, 64), (255, 19, 3),
    (257, 5, 31), (600, 48, 13), (0, 4, 3), (4, 0, 3), (4, 3, 0), (0, 0, 0),
  ]

  /// The product by its definition, summed in double precision.
  private static func plain(_ left: Tensor, _ right: Tensor) -> [Float] {
    let (rows, inner, columns) = (left.shape[0], left.shape[1], right.shape[1])
    let (leftElements, rightElements) = (left.elements, right.elements)
    return (0..<rows * columns).map { place in
      let (row, column) = (place / columns, place % columns)
      return Float(
        (0..<inner).reduce(0.0) { sum, index in
          sum + Double(leftElements[row * inner + index])
            * Double(rightElements[index * columns + column])
        })
    }
  }

  private static func transposed(_ matrix: Tensor) -> Tensor {
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    let source = matrix.elements
    return Tensor(
      shape: [columns, rows],
      elements: (0..<rows * columns).map { place in
        source[(place % rows) * columns + place / rows]
      })
  }

  @Test("both layouts agree with the definition", arguments: shapes)
  func definition(rows: Int, inner: Int, columns: Int) {
    var generator = SeededGenerator(seed: 11)
    let left = generator.tensor([rows, inner])
    let right = generator.tensor([inner, columns])
    let expected = Self.plain(left, right)
    let product = left.multiplied(by: right)
    #expect(product.shape == [rows, columns])
    let closeness = Closeness(product.elements, expected)
    // Rounding grows with the sum's terms, each of which is below 1.
    #expect(closeness.largestDifference <= 1e-7 * Double(inner + 1), "\(closeness)")
    let ofTransposed = left.multiplied(byTransposeOf: Self.transposed(right))
    #expect(
      Closeness(ofTransposed.elements, expected).largestDifference <= 1e-7 * Double(inner + 1))
  }

  @Test("an empty inner extent gives zeros, not what stood in memory")
  func emptyInner() {
    let product = Tensor(shape: [300, 0], elements: []).multiplied(
      by: Tensor(shape: [0, 70], elements: []))
    #expect(product == Tensor(shape: [300, 70]))
  }

  @Test("every bit is the same on 1, 2 and 8 threads", arguments: [(600, 48, 13), (1030, 192, 80)])
  func sameBits(rows: Int, inner: Int, columns: Int) {
    var generator = SeededGenerator(seed: 12)
    let left = generator.tensor([rows, inner])
    let right = generator.tensor([columns, inner])
    let products = [1, 2, 8].map { threads in
      Parallel.$threadCount.withValue(threads) { left.multiplied(byTransposeOf: right) }
    }
    #expect(products[1] == products[0])
    #expect(products[2] == products[0])
  }

  @Test("the Gram matrix is added to what stands there")
  func gram() {
    var generator = SeededGenerator(seed: 13)
    let vectors = generator.tensor([37, 5])
    var out = [Float](repeating: 1, count: 25)
    vectors.withUnsafeElements { vectors in
      out.withUnsafeMutableBufferPointer { out in
        MatrixProduct.addGram(of: vectors, dimension: 5, to: out)
      }
    }
    let gram = Self.plain(Self.transposed(vectors), vectors)
    let expected = gram.map { $0 + 1 }
    #expect(Closeness(out, expected).largestDifference < 1e-5)
  }

  @Test("the kernels that run have a name")
  func kernelName() {
    #expect(!MatrixProduct.kernelName.isEmpty)
  }
}
