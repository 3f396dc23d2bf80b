import Tensors
import TestSupport
import Testing
import Threads

@Suite("Reshaping, slicing, padding and gathering")
struct ReshapingTests {
  static let cases: [OperationCase] = [
    reshaping, permuting, transposing, slicing, padding, continuing, bordering, concatenating,
    gathering,
  ].flatMap { $0 }

  private static let reshaping: [OperationCase] = [
    OperationCase(
      "reshaped", "with a free extent", on: noise([3, 4]), { $0[0].reshaped([2, -1]) }
    ) { $0[0].reshaped([2, 6]) },
    OperationCase("reshaped", "to a scalar", on: noise([1, 1]), { $0[0].reshaped([]) }) {
      $0[0].reshaped([])
    },
    OperationCase("reshaped", "nothing", on: noise([0, 3]), { $0[0].reshaped([7, 0]) }) {
      $0[0].reshaped([7, 0])
    },
  ]

  /// Among them a matrix, stacks of matrices, and axes that stay together.
  private static let permuting: [OperationCase] = [
    permuted([17, 33], by: [1, 0]), permuted([2, 9, 10], by: [0, 2, 1]),
    permuted([3, 4, 5], by: [2, 0, 1]), permuted([2, 3, 1, 5], by: [0, 2, 1, 3]),
    permuted([2, 3, 2, 3, 2], by: [0, 3, 1, 4, 2]), permuted([0, 3, 2], by: [2, 1, 0]),
    permuted([1, 1], by: [1, 0]), permuted([3, 2], by: [0, 1]),
    permuted([5, 8, 3], by: [1, 2, 0]),
    permuted([3, 2, 9, 11], by: [1, 0, 3, 2]),
  ]

  private static func permuted(_ shape: [Int], by axes: [Int]) -> OperationCase {
    OperationCase("permuted", "\(shape) by \(axes)", on: noise(shape), { $0[0].permuted(axes) }) {
      operands in
      DoubleTensor(shape: axes.map { shape[$0] }) { index in
        var source = index
        for (place, axis) in axes.enumerated() { source[axis] = index[place] }
        return operands[0][source]
      }
    }
  }

  private static let transposing: [OperationCase] =
    [[1, 1], [17, 9], [2, 3, 4], [0, 4], [3, 0]].map { shape in
      OperationCase("transposed", "\(shape)", on: noise(shape), { $0[0].transposed() }) {
        operands in
        var target = shape
        target.swapAt(shape.count - 1, shape.count - 2)
        return DoubleTensor(shape: target) { index in
          var source = index
          source.swapAt(shape.count - 1, shape.count - 2)
          return operands[0][source]
        }
      }
    }

  private static let slicing: [OperationCase] = [
    sliced([5, 3], axis: 0, 1..<4), sliced([2, 7, 3], axis: 1, 0..<1),
    sliced([2, 3, 5], axis: 2, 4..<5), sliced([4, 2], axis: 0, 2..<2),
    sliced([4, 2], axis: 1, 0..<2), sliced([3, 0], axis: 0, 1..<2),
  ]

  private static func sliced(_ shape: [Int], axis: Int, _ range: Range<Int>) -> OperationCase {
    OperationCase(
      "sliced", "\(range) of axis \(axis) of \(shape)", on: noise(shape),
      { $0[0].sliced(axis: axis, range) }
    ) { operands in
      var target = shape
      target[axis] = range.count
      return DoubleTensor(shape: target) { index in
        var source = index
        source[axis] += range.lowerBound
        return operands[0][source]
      }
    }
  }

  private static let padding: [OperationCase] = [
    padded([3, 2], axis: 0, 1, 2), padded([2, 1, 3], axis: 1, 0, 3), padded([5], axis: 0, 4, 0),
    padded([0, 2], axis: 0, 1, 1), padded([2, 2], axis: 1, 0, 0), padded([2, 0], axis: 0, 1, 1),
  ]

  private static func padded(
    _ shape: [Int], axis: Int, _ before: Int, _ after: Int
  ) -> OperationCase {
    OperationCase(
      "padded", "\(shape), \(before) before and \(after) after axis \(axis)", on: noise(shape),
      { $0[0].padded(axis: axis, before: before, after: after, with: 0.5) }
    ) { operands in
      var target = shape
      target[axis] += before + after
      return DoubleTensor(shape: target) { index in
        var source = index
        source[axis] -= before
        return source[axis] >= 0 && source[axis] < shape[axis] ? operands[0][source] : 0.5
      }
    }
  }

  private static let continuing: [OperationCase] = Border.allCases.flatMap { border in
    [
      continued([3, 4], axis: 0, 2, 1, border), continued([2, 5, 2], axis: 1, 4, 4, border),
      continued([1, 2], axis: 0, 2, 3, border), continued([2, 3], axis: 1, 5, 7, border),
      continued([0, 3], axis: 1, 1, 2, border),
    ]
  }

  private static func continued(
    _ shape: [Int], axis: Int, _ before: Int, _ after: Int, _ border: Border
  ) -> OperationCase {
    OperationCase(
      "padded", "\(shape) \(border), \(before) before and \(after) after axis \(axis)",
      on: noise(shape), { $0[0].padded(axis: axis, before: before, after: after, border) }
    ) { operands in
      var target = shape
      target[axis] += before + after
      return DoubleTensor(shape: target) { index in
        var source = index
        source[axis] = walked(to: index[axis] - before, extent: shape[axis], border)
        return operands[0][source]
      }
    }
  }

  private static let bordering: [OperationCase] = [
    zeroBordered([2, 3, 2, 1], before: [1, 0], after: [0, 2]),
    zeroBordered([1, 1, 1, 3], before: [0, 0], after: [1, 1]),
    zeroBordered([0, 2, 2, 1], before: [1, 1], after: [1, 1]),
  ]

  private static func zeroBordered(
    _ shape: [Int], before: [Int], after: [Int]
  ) -> OperationCase {
    let target = [
      shape[0], shape[1] + before[0] + after[0], shape[2] + before[1] + after[1], shape[3],
    ]
    return OperationCase(
      "zeroBordered", "\(shape), \(before) before and \(after) after", on: noise(shape),
      { $0[0].zeroBordered(before: before, after: after) }
    ) { operands in
      DoubleTensor(shape: target) { index in
        let (row, column) = (index[1] - before[0], index[2] - before[1])
        guard (0..<shape[1]).contains(row), (0..<shape[2]).contains(column) else { return 0 }
        return operands[0][[index[0], row, column, index[3]]]
      }
    }
  }

  private static let concatenating: [OperationCase] = [
    concatenated([[2, 3], [1, 3], [4, 3]], axis: 0),
    concatenated([[2, 1, 2], [2, 5, 2]], axis: 1),
    concatenated([[3, 2], [3, 0], [3, 1]], axis: 1), concatenated([[2]], axis: 0),
    concatenated([[0, 2], [0, 3]], axis: 1),
  ]

  private static func concatenated(_ shapes: [[Int]], axis: Int) -> OperationCase {
    var generator = SeededGenerator(seed: 5)
    let parts = shapes.map { generator.uniform($0, in: -1..<1) }
    return OperationCase(
      "concatenated", "\(shapes) along axis \(axis)", on: parts, { .concatenated($0, axis: axis) }
    ) { operands in
      var target = shapes[0]
      target[axis] = shapes.map { $0[axis] }.reduce(0, +)
      return DoubleTensor(shape: target) { index in
        var source = index
        var part = 0
        while source[axis] >= shapes[part][axis] {
          source[axis] -= shapes[part][axis]
          part += 1
        }
        return operands[part][source]
      }
    }
  }

  private static let gathering: [OperationCase] = [
    rows([4, 0, 0, 2], of: [5, 3]), rows([0], of: [1, 1]), rows([], of: [3, 2]),
    rows([1, 1], of: [4, 0]),
    [
      gathered([3, 1, 1], axis: 1, of: [2, 4, 3]), gathered([2, 0], axis: 1, of: [2, 3]),
      gathered([1, 1, 1, 0], axis: 0, of: [3]), gathered([0, 1], axis: 1, of: [0, 2]),
      scattered([3, 1, 1], axis: 1, to: [2, 4, 3]), scattered([2, 0], axis: 1, to: [2, 3]),
      scattered([1, 1, 1, 0], axis: 0, to: [3]), scattered([], axis: 0, to: [3, 2]),
    ],
  ].flatMap { $0 }

  private static func rows(_ indices: [Int], of shape: [Int]) -> [OperationCase] {
    [
      OperationCase(
        "rows", "\(indices) of \(shape)", on: noise(shape), { $0[0].rows(indices) }
      ) { operands in
        DoubleTensor(shape: [indices.count, shape[1]]) { operands[0][[indices[$0[0]], $0[1]]] }
      },
      OperationCase(
        "scattered", "\(indices) of \(shape), rows", on: noise([indices.count, shape[1]]),
        { $0[0].scattered(toRows: indices, of: shape[0]) }
      ) { sums(of: $0[0], at: indices, axis: 0, shape: shape) },
    ]
  }

  private static func gathered(_ indices: [Int], axis: Int, of shape: [Int]) -> OperationCase {
    OperationCase(
      "gathered", "\(indices) of axis \(axis) of \(shape)", on: noise(shape),
      { $0[0].gathered(axis: axis, indices) }
    ) { operands in
      var target = shape
      target[axis] = indices.count
      return DoubleTensor(shape: target) { index in
        var source = index
        source[axis] = indices[index[axis]]
        return operands[0][source]
      }
    }
  }

  private static func scattered(_ indices: [Int], axis: Int, to shape: [Int]) -> OperationCase {
    var source = shape
    source[axis] = indices.count
    let extent = shape[axis]
    return OperationCase(
      "scattered", "\(indices) of axis \(axis) of \(shape)", on: noise(source),
      { $0[0].scattered(axis: axis, to: indices, extent: extent) }
    ) { sums(of: $0[0], at: indices, axis: axis, shape: shape) }
  }

  /// What arrives at each place of an axis when element i goes to place `indices[i]`.
  private static func sums(
    of tensor: DoubleTensor, at indices: [Int], axis: Int, shape: [Int]
  ) -> DoubleTensor {
    DoubleTensor(shape: shape) { index in
      var sum = 0.0
      for (place, target) in indices.enumerated() where target == index[axis] {
        var source = index
        source[axis] = place
        sum += tensor[source]
      }
      return sum
    }
  }

  @Test("results and gradients are the reference's", arguments: cases)
  func agreement(of operation: OperationCase) { operation.expectAgreement() }

  @Test("large transposes are right on many threads, and the same as on one")
  func largeTransposes() {
    let matrix = noise([515, 130])[0]
    let source = matrix.elements
    let expected: [Float] = (0..<130).flatMap { column in
      (0..<515).map { row in source[row * 130 + column] }
    }
    for threads in [1, 2, 8] {
      let result = Parallel.$threadCount.withValue(threads) { matrix.transposed() }
      #expect(result.elements == expected)
    }
  }

  @Test("a tensor concatenated with itself gets both parts' gradients")
  func repeatedPart() {
    let part = noise([2])[0].traced()
    let seed = Tensor(shape: [4], elements: [1, 2, 30, 40])
    #expect(
      Tensor.concatenated([part, part], axis: 0).gradients(for: [part], seed: seed)
        == [Tensor(shape: [2], elements: [31, 42])])
  }

  /// Where a walk beyond the end of an axis arrives, one step after the other.
  private static func walked(to place: Int, extent: Int, _ border: Border) -> Int {
    var (position, direction) = (0, place < 0 ? -1 : 1)
    for _ in 0..<abs(place) {
      let next = position + direction
      if (0..<extent).contains(next) {
        position = next
      } else if border == .wrapped {
        position = direction > 0 ? 0 : extent - 1
      } else if border == .mirrored, extent > 1 {
        direction = -direction
        position += direction
      }
    }
    return position
  }
}
