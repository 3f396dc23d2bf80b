import Glibc
import Tensors
import TestSupport
import Testing

@Suite("Reductions and softmax")
struct ReductionTests {
  static let cases: [OperationCase] = sums + softmaxes

  private static let sums =
    [
      ([3, 5], [0]), ([3, 5], [1]), ([2, 3, 4], [0, 2]), ([2, 3, 4], [1]), ([1, 1], [0, 1]),
      ([0, 3], [0]), ([3, 0], [0]), ([17, 33], [0, 1]), ([2, 3], []),
    ].flatMap { shape, axes -> [OperationCase] in
      let detail = "\(shape) over \(axes)"
      let terms = axes.map { shape[$0] }.reduce(1, *)
      let cases = [
        OperationCase("summed", detail, on: noise(shape), { $0[0].summed(axes: axes) }) {
          sum(of: $0[0], axes: axes, keeping: false)
        },
        OperationCase(
          "summed", detail + ", keeping them", on: noise(shape),
          { $0[0].summed(axes: axes, keepingAxes: true) }
        ) { sum(of: $0[0], axes: axes, keeping: true) },
      ]
      guard terms > 0 else { return cases }
      return cases + [
        OperationCase("mean", detail, on: noise(shape), { $0[0].mean(axes: axes) }) {
          sum(of: $0[0], axes: axes, keeping: false).map { $0 / Double(terms) }
        }
      ]
    }
    + [[2, 3], [], [0], [1, 33]].flatMap { shape -> [OperationCase] in
      let sums = [
        OperationCase("sum", "\(shape)", on: noise(shape), { $0[0].sum() }) {
          DoubleTensor(shape: [], elements: [$0[0].elements.reduce(0, +)])
        }
      ]
      guard shape != [0] else { return sums }
      return sums + [
        OperationCase("mean", "all of \(shape)", on: noise(shape), { $0[0].mean() }) {
          DoubleTensor(
            shape: [], elements: [$0[0].elements.reduce(0, +) / Double($0[0].elements.count)])
        }
      ]
    }
    + [
      OperationCase("summed", "to a shape", on: noise([2, 3, 4]), { $0[0].summed(to: [3, 1]) }) {
        sum(of: $0[0], axes: [0, 2], keeping: false).reshaped([3, 1])
      }
    ]

  private static let softmaxes = [[3, 7], [2, 1], [1], [4, 33], [0, 5], [3, 0], [2, 3, 17]].map {
    shape in
    OperationCase("softmax", "\(shape)", on: noise(shape, scale: 4), { $0[0].softmax() }) {
      $0[0].mapRows(softmax)
    }
  }

  @Test("results and gradients are the reference's", arguments: cases)
  func agreement(of operation: OperationCase) { operation.expectAgreement() }

  @Test("the mean of nothing is not a number, its sum is zero")
  func nothing() {
    let mean = Tensor(shape: [0, 2]).mean(axes: [0]).elements
    #expect(mean.count == 2 && mean[0].isNaN && mean[1].isNaN)
    #expect(Tensor(shape: [0, 2]).sum().elements == [0])
  }

  @Test("softmax of large scores does not overflow")
  func largeScores() {
    let result = Tensor(shape: [1, 3], elements: [1e4, 1e4, -1e4]).softmax()
    #expect(result.elements == [0.5, 0.5, 0])
  }

  @Test("the sum of many elements is as good as double precision gives")
  func longSum() {
    let count = 3_000_001
    let tensor = Tensor(shape: [count], repeating: 0.1)
    #expect(
      abs(Double(tensor.sum().elements[0]) / (Double(0.1 as Float) * Double(count)) - 1) < 1e-7)
  }

  @Test("column sums over many rows keep their precision")
  func longColumns() {
    let rows = 200_001
    let tensor = Tensor(shape: [rows, 3], repeating: 0.1)
    for sum in tensor.summed(axes: [0]).elements {
      #expect(abs(Double(sum) / (Double(0.1 as Float) * Double(rows)) - 1) < 1e-5)
    }
  }

  @Test("the largest element's index is the first of equals")
  func largest() {
    #expect(Tensor(shape: [2, 3], elements: [1, 3, 3, -1, -2, -1]).largestIndices() == [1, 0])
  }
}

/// Powers of e divided by their sum; zeros where nothing is seen.
func softmax(_ row: [Double]) -> [Double] {
  let largest = row.max() ?? 0
  guard largest > -.infinity else { return row.map { _ in 0 } }
  let powers = row.map { exp($0 - largest) }
  return powers.map { $0 / powers.reduce(0, +) }
}

private func sum(of tensor: DoubleTensor, axes: [Int], keeping: Bool) -> DoubleTensor {
  let kept = tensor.shape.indices.map { axes.contains($0) ? 1 : tensor.shape[$0] }
  var result = DoubleTensor(shape: kept) { _ in 0 }
  _ = DoubleTensor(shape: tensor.shape) { index in
    var place = 0
    for axis in kept.indices { place = place * kept[axis] + (kept[axis] == 1 ? 0 : index[axis]) }
    result.elements[place] += tensor[index]
    return 0
  }
  guard !keeping else { return result }
  return result.reshaped(
    tensor.shape.indices.filter { !axes.contains($0) }.map { tensor.shape[$0] })
}
