import Tensors
import TestSupport
import Testing

@Suite("Changes of resolution")
struct ResamplingTests {
  static let cases: [OperationCase] = [
    upsampling, pooling, shuffling, interpolating, positions,
  ].flatMap { $0 }

  private static let upsampling: [OperationCase] = [
    upsampled([1, 1, 1, 1], by: 1), upsampled([2, 3, 2, 3], by: 2), upsampled([1, 2, 3, 1], by: 3),
    upsampled([0, 2, 2, 1], by: 2), upsampled([1, 2, 2, 0], by: 2),
    upsampled([1, 1, 2, 17], by: 2),
  ]

  private static func upsampled(_ shape: [Int], by factor: Int) -> OperationCase {
    let target = [shape[0], shape[1] * factor, shape[2] * factor, shape[3]]
    return OperationCase(
      "upsampledNearest", "\(shape) by \(factor)", on: noise(shape),
      { $0[0].upsampledNearest(factor: factor) }
    ) { operands in
      DoubleTensor(shape: target) {
        operands[0][[$0[0], $0[1] / factor, $0[2] / factor, $0[3]]]
      }
    }
  }

  private static let pooling: [OperationCase] = [
    pooled([2, 4, 6, 3], by: 2), pooled([1, 5, 4, 2], by: 3), pooled([1, 1, 1, 1], by: 1),
    pooled([1, 1, 3, 2], by: 2), pooled([0, 4, 4, 1], by: 2),
  ]

  private static func pooled(_ shape: [Int], by window: Int) -> OperationCase {
    let target = [shape[0], shape[1] / window, shape[2] / window, shape[3]]
    return OperationCase(
      "averagePooled", "\(shape) by \(window)", on: noise(shape),
      { $0[0].averagePooled(window: window) }
    ) { operands in
      DoubleTensor(shape: target) { index in
        var sum = 0.0
        for place in 0..<window * window {
          let (row, column) = (place / window, place % window)
          sum +=
            operands[0][
              [index[0], index[1] * window + row, index[2] * window + column, index[3]]]
        }
        return sum / Double(window * window)
      }
    }
  }

  private static let shuffling: [OperationCase] = [
    shuffled([1, 2, 3, 8], by: 2), shuffled([2, 1, 1, 9], by: 3), shuffled([1, 3, 2, 4], by: 1),
    shuffled([0, 1, 1, 4], by: 2), shuffled([1, 2, 2, 4], by: 2),
  ].flatMap { $0 }

  private static func shuffled(_ shape: [Int], by factor: Int) -> [OperationCase] {
    let squares = factor * factor
    let wide = [shape[0], shape[1] * factor, shape[2] * factor, shape[3] / squares]
    return [
      OperationCase(
        "pixelShuffled", "\(shape) by \(factor)", on: noise(shape),
        { $0[0].pixelShuffled(factor: factor) }
      ) { operands in
        DoubleTensor(shape: wide) { index in
          let place = index[1] % factor * factor + index[2] % factor
          return operands[0][
            [index[0], index[1] / factor, index[2] / factor, index[3] * squares + place]]
        }
      },
      OperationCase(
        "pixelUnshuffled", "\(wide) by \(factor)", on: noise(wide),
        { $0[0].pixelUnshuffled(factor: factor) }
      ) { operands in
        DoubleTensor(shape: shape) { index in
          let (row, column) = (index[3] % squares / factor, index[3] % factor)
          return operands[0][
            [index[0], index[1] * factor + row, index[2] * factor + column, index[3] / squares]]
        }
      },
    ]
  }

  private static let kinds: [Interpolation] = [
    .nearest, .nearestExact, .area, .bilinear(.centered), .bilinear(.alignedCorners),
    .bilinear(.antialiased), .bicubic(.centered), .bicubic(.alignedCorners), .bicubic(.antialiased),
  ]

  private static let interpolating: [OperationCase] = kinds.flatMap { kind in
    [
      resized([1, 4, 3, 2], to: (7, 5), kind), resized([2, 5, 7, 1], to: (2, 3), kind),
      resized([1, 1, 1, 3], to: (3, 2), kind), resized([1, 3, 4, 2], to: (3, 1), kind),
      resized([0, 2, 2, 1], to: (3, 3), kind),
    ].flatMap { $0 }
  }

  private static func resized(
    _ shape: [Int], to size: (height: Int, width: Int), _ kind: Interpolation
  ) -> [OperationCase] {
    let first = [shape[0], shape[3], shape[1], shape[2]]
    let (height, width) = size
    return [
      OperationCase(
        "interpolated", "\(shape) to \(size), \(kind), channels last", on: noise(shape),
        { $0[0].interpolated(height: height, width: width, kind, channels: .last) }
      ) { interpolated($0[0], height, width, kind, rowAxis: 1) },
      OperationCase(
        "interpolated", "\(first) to \(size), \(kind), channels first", on: noise(first),
        { $0[0].interpolated(height: height, width: width, kind) }
      ) { interpolated($0[0], height, width, kind, rowAxis: 2) },
    ]
  }

  private static let positions: [OperationCase] = [
    positioned((2, 3), to: (4, 5)), positioned((1, 1), to: (2, 2)), positioned((3, 3), to: (3, 3)),
    positioned((4, 4), to: (3, 2)),
  ]

  private static func positioned(
    _ grid: (rows: Int, columns: Int), to newGrid: (rows: Int, columns: Int)
  ) -> OperationCase {
    OperationCase(
      "interpolatedPositions", "\(grid) to \(newGrid)", on: noise([grid.rows * grid.columns, 3]),
      { $0[0].interpolatedPositions(from: grid, to: newGrid) }
    ) { operands in
      let picture = operands[0].reshaped([1, grid.rows, grid.columns, 3])
      return interpolated(
        picture, newGrid.rows, newGrid.columns, .bicubic(.centered), rowAxis: 1
      ).reshaped([newGrid.rows * newGrid.columns, 3])
    }
  }

  @Test("results and gradients are the reference's", arguments: cases)
  func agreement(of operation: OperationCase) { operation.expectAgreement() }
}

/// Pictures resampled with dense matrices of weights.
private func interpolated(
  _ input: DoubleTensor, _ height: Int, _ width: Int, _ kind: Interpolation, rowAxis: Int
) -> DoubleTensor {
  let rows = weights(kind, from: input.shape[rowAxis], to: height)
  let columns = weights(kind, from: input.shape[rowAxis + 1], to: width)
  var shape = input.shape
  shape[rowAxis] = height
  shape[rowAxis + 1] = width
  return DoubleTensor(shape: shape) { index in
    var sum = 0.0
    for (row, rowWeight) in rows[index[rowAxis]].enumerated() where rowWeight != 0 {
      for (column, weight) in columns[index[rowAxis + 1]].enumerated() where weight != 0 {
        var source = index
        source[rowAxis] = row
        source[rowAxis + 1] = column
        sum += rowWeight * weight * input[source]
      }
    }
    return sum
  }
}

/// `[target][source]`, as torch.nn.functional.interpolate defines them.
private func weights(_ kind: Interpolation, from source: Int, to target: Int) -> [[Double]] {
  (0..<target).map { output in
    var row = [Double](repeating: 0, count: source)
    func add(_ weight: Double, at index: Int) { row[min(max(index, 0), source - 1)] += weight }
    let scale = Double(source) / Double(target)
    func position(_ placement: Interpolation.Placement) -> Double {
      guard placement == .alignedCorners else { return (Double(output) + 0.5) * scale - 0.5 }
      return target == 1 ? 0 : Double(output * (source - 1)) / Double(target - 1)
    }
    func stretched(_ reach: Double, _ kernel: (Double) -> Double) {
      let stretch = max(scale, 1)
      let center = scale * (Double(output) + 0.5)
      let first = max(Int(center - reach * stretch + 0.5), 0)
      let last = min(Int(center + reach * stretch + 0.5), source)
      let values = (first..<last).map { kernel((Double($0) - center + 0.5) / stretch) }
      for (offset, value) in values.enumerated() {
        add(value / values.reduce(0, +), at: first + offset)
      }
    }
    switch kind {
    case .nearest: add(1, at: output * source / target)
    case .nearestExact: add(1, at: (2 * output + 1) * source / (2 * target))
    case .area:
      let (first, last) = (output * source / target, ((output + 1) * source + target - 1) / target)
      for index in first..<last { add(1 / Double(last - first), at: index) }
    case .bilinear(.antialiased): stretched(1) { max(1 - abs($0), 0) }
    case .bicubic(.antialiased): stretched(2) { cubic(abs($0), -0.5) }
    case .bilinear(let placement):
      let place = max(position(placement), 0)
      add(1 - (place - place.rounded(.down)), at: Int(place))
      add(place - place.rounded(.down), at: Int(place) + 1)
    case .bicubic(let placement):
      let place = position(placement)
      let first = Int(place.rounded(.down))
      for offset in -1...2 {
        add(cubic(abs(place - Double(first + offset)), -0.75), at: first + offset)
      }
    }
    return row
  }
}

/// Keys' kernel by its two pieces.
private func cubic(_ x: Double, _ a: Double) -> Double {
  if x <= 1 { return (a + 2) * x * x * x - (a + 3) * x * x + 1 }
  return x < 2 ? a * x * x * x - 5 * a * x * x + 8 * a * x - 4 * a : 0
}
