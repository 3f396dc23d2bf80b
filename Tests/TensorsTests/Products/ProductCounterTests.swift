import Tensors
import TestSupport
import Testing
import Threads

@Suite("The count of products' operations")
struct ProductCounterTests {
  private struct Counted: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Multiply-adds, two operations each.
    let multiplyAdds: Int
    let body: @Sendable () -> Void

    init(_ description: String, _ multiplyAdds: Int, _ body: @escaping @Sendable () -> Tensor) {
      testDescription = description
      self.multiplyAdds = multiplyAdds
      self.body = { _ = body() }
    }
  }

  private static let cases: [Counted] = {
    let input = noise([5, 7, 20], [33, 20], [33], [20, 11])
    let pictures = noise([3, 9, 11, 32], [40, 32, 3, 3], [19, 32, 3, 3], [18, 16, 2, 3])
    let kernels = noise([32, 6, 2, 2], [2, 50, 4], [6, 4, 5])
    return [
      Counted("linear", 35 * 20 * 33) { input[0].linear(input[1], bias: input[2]) },
      Counted("linear with an activation", 35 * 20 * 33) {
        input[0].linear(input[1], activation: .gelu)
      },
      Counted("whole panels of a linear layer", 35 * 20 * 32) {
        input[0].linear(input[1], bias: nil, outputs: 0..<32)
      },
      Counted("ragged outputs of a linear layer", 35 * 20 * 4) {
        input[0].linear(input[1], bias: nil, outputs: 5..<9)
      },
      Counted("product", 35 * 20 * 11) { input[0].multiplied(by: input[3]) },
      Counted("convolution by its definition", 3 * 9 * 11 * 9 * 32 * 19) {
        pictures[0].convolved(pictures[2], ConvolutionGeometry(rank: 2, padding: 1))
      },
      Counted("convolution by minimal filtering", 3 * 9 * 11 * 9 * 32 * 40) {
        pictures[0].convolved(pictures[1], ConvolutionGeometry(rank: 2, padding: 1))
      },
      Counted("strided convolution", 3 * 4 * 5 * 9 * 32 * 40) {
        pictures[0].convolved(pictures[1], ConvolutionGeometry(rank: 2, stride: 2))
      },
      Counted("convolution in groups", 3 * 8 * 9 * 6 * 16 * 18) {
        pictures[0].convolved(pictures[3], ConvolutionGeometry(rank: 2, groups: 2))
      },
      Counted("transposed convolution", 3 * 9 * 11 * 4 * 32 * 6) {
        pictures[0].transposeConvolved(kernels[0], ConvolutionGeometry(rank: 2, stride: 2))
      },
      Counted("convolution of sequences", 2 * 46 * 5 * 4 * 6) {
        kernels[1].convolved(kernels[2], ConvolutionGeometry(rank: 1))
      },
      Counted("two layers", 35 * 20 * 33 + 35 * 33 * 20) {
        input[0].linear(input[1]).multiplied(by: input[1])
      },
      Counted("a sum", 0) { input[0] + input[0] },
    ]
  }()

  @Test("the count is the formula's, on any number of threads", arguments: cases, [1, 2, 8])
  private func formula(counted: Counted, threads: Int) {
    let operations = Parallel.$threadCount.withValue(threads) {
      ProductCounter.operations(of: counted.body)
    }
    #expect(operations == 2 * counted.multiplyAdds)
  }

  @Test("counts add up, one to another")
  func nested() {
    let product = Self.cases[0]
    let twice = ProductCounter.operations {
      product.body()
      product.body()
    }
    #expect(twice == 4 * product.multiplyAdds)
  }
}
