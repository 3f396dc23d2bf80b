import Tensors
import TestSupport
import Testing

@Suite("Convolutions")
struct ConvolutionTests {
  private struct Layer: Sendable, CustomStringConvertible {
    let input: [Int]
    let outputs: Int
    let kernel: [Int]
    let geometry: ConvolutionGeometry
    var outputPadding = 0

    init(
      _ input: [Int], to outputs: Int, kernel: [Int], stride: [Int]? = nil, dilation: [Int]? = nil,
      before: [Int]? = nil, after: [Int]? = nil, groups: Int = 1, outputPadding: Int = 0
    ) {
      self.input = input
      self.outputs = outputs
      self.kernel = kernel
      self.outputPadding = outputPadding
      let (ones, zeros) = (kernel.map { _ in 1 }, kernel.map { _ in 0 })
      geometry = ConvolutionGeometry(
        stride: stride ?? ones, dilation: dilation ?? ones, paddingBefore: before ?? zeros,
        paddingAfter: after ?? before ?? zeros, groups: groups)
    }

    var description: String {
      "\(input) to \(outputs), kernel \(kernel), stride \(geometry.stride), dilation "
        + "\(geometry.dilation), padding \(geometry.paddingBefore) and \(geometry.paddingAfter), "
        + "\(geometry.groups) groups, output padding \(outputPadding)"
    }
  }

  private static let forward = [
    Layer([1, 1, 1], to: 1, kernel: [1]),
    Layer([2, 7, 3], to: 2, kernel: [3], before: [1]),
    Layer([1, 9, 2], to: 4, kernel: [4], stride: [2], before: [3], after: [0]),
    Layer([1, 11, 1], to: 3, kernel: [3], dilation: [3], before: [6], after: [0]),
    Layer([2, 8, 6], to: 4, kernel: [2], stride: [3], groups: 2),
    Layer([1, 10, 2], to: 1, kernel: [2], stride: [5], before: [1], after: [2]),
    Layer([1, 5, 4], to: 4, kernel: [3], dilation: [2], before: [2], groups: 4),
    Layer([0, 5, 2], to: 3, kernel: [3]),
    Layer([1, 4, 0], to: 3, kernel: [3]),
    Layer([1, 4, 2], to: 0, kernel: [3]),
    Layer([1, 4, 4, 2], to: 3, kernel: [3, 3], before: [1, 1]),
    Layer([2, 5, 4, 3], to: 2, kernel: [3, 2], stride: [2, 1], before: [0, 1], after: [1, 0]),
    Layer(
      [1, 6, 7, 4], to: 6, kernel: [2, 3], stride: [1, 2], dilation: [2, 3], before: [1, 3],
      groups: 2),
    Layer([1, 3, 5, 2], to: 2, kernel: [1, 1], stride: [2, 3]),
    Layer([1, 4, 4, 3], to: 3, kernel: [4, 4], stride: [4, 4]),
    Layer([1, 5, 5, 3], to: 3, kernel: [3, 3], stride: [2, 2], before: [0, 0], after: [1, 1]),
    Layer([1, 5, 4, 3], to: 6, kernel: [3, 3], before: [1, 1], groups: 3),
    Layer([1, 1, 1, 17], to: 33, kernel: [1, 1]),
  ]

  private static let transposed = [
    Layer([1, 1, 1], to: 1, kernel: [1]),
    Layer([2, 5, 3], to: 2, kernel: [4], stride: [2], before: [1]),
    Layer([1, 4, 2], to: 3, kernel: [3], stride: [1], before: [1]),
    Layer([1, 4, 2], to: 2, kernel: [2], stride: [3]),
    Layer([1, 4, 4], to: 6, kernel: [5], stride: [2], before: [0], after: [3], groups: 2),
    Layer([1, 3, 2], to: 2, kernel: [3], stride: [2], dilation: [2], before: [2], after: [1]),
    Layer([1, 3, 2], to: 2, kernel: [3], stride: [2], before: [1], outputPadding: 1),
    Layer([1, 3, 2], to: 1, kernel: [2], stride: [2], outputPadding: 3),
    Layer([0, 3, 2], to: 1, kernel: [2], stride: [2]),
    Layer([1, 3, 0], to: 2, kernel: [2], stride: [2]),
    Layer([1, 3, 2], to: 0, kernel: [2], stride: [2]),
    Layer([1, 3, 4, 2], to: 3, kernel: [3, 3], before: [1, 1]),
    Layer(
      [2, 2, 3, 4], to: 2, kernel: [4, 3], stride: [2, 3], before: [1, 0], after: [0, 1], groups: 2),
    Layer(
      [1, 2, 3, 2], to: 2, kernel: [2, 3], stride: [3, 2], dilation: [2, 1], before: [0, 2],
      outputPadding: 1),
    Layer([1, 1, 1, 3], to: 3, kernel: [2, 2], stride: [2, 2], groups: 3),
  ]

  static let cases: [OperationCase] =
    forward.flatMap { layer -> [OperationCase] in
      let geometry = layer.geometry
      let inputs = layer.input[layer.input.count - 1]
      let weight = [layer.outputs, inputs / geometry.groups] + layer.kernel
      let target =
        layer.input.prefix(1)
        + layer.kernel.indices.map {
          geometry.outputExtent(axis: $0, extent: layer.input[$0 + 1], kernel: layer.kernel[$0])
        } + [layer.outputs]
      return [
        OperationCase(
          "convolved", "\(layer)", on: noise(layer.input, weight),
          { $0[0].convolved($0[1], geometry) }
        ) { convolution($0[0], $0[1], geometry) },
        OperationCase(
          "convolved", "\(layer), with bias, activation and residual",
          on: noise(layer.input, weight, [layer.outputs], Array(target)),
          { $0[0].convolved($0[1], bias: $0[2], geometry, activation: .relu, adding: $0[3]) }
        ) {
          let result = broadcast(convolution($0[0], $0[1], geometry), $0[2], +)
          return broadcast(result.map { max($0, 0) }, $0[3], +)
        },
        OperationCase(
          "convolved", "\(layer), with bias and residual",
          on: noise(layer.input, weight, [layer.outputs], Array(target)),
          { $0[0].convolved($0[1], bias: $0[2], geometry, adding: $0[3]) }
        ) { broadcast(broadcast(convolution($0[0], $0[1], geometry), $0[2], +), $0[3], +) },
      ]
    }
    + transposed.flatMap { layer -> [OperationCase] in
      let (geometry, extra) = (layer.geometry, layer.outputPadding)
      let inputs = layer.input[layer.input.count - 1]
      let weight = [inputs, layer.outputs / geometry.groups] + layer.kernel
      return [
        OperationCase(
          "transposeConvolved", "\(layer)", on: noise(layer.input, weight),
          { $0[0].transposeConvolved($0[1], geometry, outputPadding: extra) }
        ) { transposedConvolution($0[0], $0[1], geometry, outputPadding: extra) },
        OperationCase(
          "transposeConvolved", "\(layer), with bias",
          on: noise(layer.input, weight, [layer.outputs]),
          { $0[0].transposeConvolved($0[1], bias: $0[2], geometry, outputPadding: extra) }
        ) {
          broadcast(
            transposedConvolution($0[0], $0[1], geometry, outputPadding: extra), $0[2], +)
        },
      ]
    }
    + [
      OperationCase(
        "convolved", "a transposed and repeated source", on: noise([1, 3, 4, 1], [2, 2, 2, 2]),
        {
          $0[0].permuted([0, 2, 1, 3]).broadcast(to: [2, 4, 3, 2])
            .convolved($0[1], ConvolutionGeometry(rank: 2))
        }
      ) { operands in
        let input = DoubleTensor(shape: [2, 4, 3, 2]) { operands[0][[0, $0[2], $0[1], 0]] }
        return convolution(input, operands[1], ConvolutionGeometry(rank: 2))
      }
    ]

  @Test("results and gradients are the reference's", arguments: cases)
  func agreement(of operation: OperationCase) { operation.expectAgreement() }

  @Test("one pass gives the bits of several")
  func fusedPasses() {
    let operands = noise([2, 9, 7, 5], [19, 5, 3, 3], [19], [2, 9, 7, 19])
    let geometry = ConvolutionGeometry(rank: 2, padding: 1)
    let fused = operands[0].convolved(
      operands[1], bias: operands[2], geometry, activation: .silu, adding: operands[3])
    let separate =
      operands[0].convolved(operands[1], bias: operands[2], geometry).activated(.silu)
      + operands[3]
    #expect(fused == separate)
  }
}

/// A tensor over sequences as one over pictures of one line; kernels likewise.
private func planar(_ tensor: DoubleTensor, at axis: Int) -> DoubleTensor {
  guard tensor.shape.count == 3 else { return tensor }
  var shape = tensor.shape
  shape.insert(1, at: axis)
  return tensor.reshaped(shape)
}

private func planar(_ numbers: [Int], _ first: Int) -> [Int] {
  numbers.count == 1 ? [first] + numbers : numbers
}

/// Visits every product of a convolution between its wider and its narrower side: the wide place
/// that tap (row, column) of the kernel reads at a narrow place, where it lies inside.
private func forEachTap(
  wide: [Int], narrow: [Int], kernel: [Int], _ geometry: ConvolutionGeometry,
  _ body: (_ narrow: Int, _ wide: Int, _ tap: Int) -> Void
) {
  let (stride, dilation) = (planar(geometry.stride, 1), planar(geometry.dilation, 1))
  let before = planar(geometry.paddingBefore, 0)
  for place in 0..<narrow[0] * narrow[1] {
    for tap in 0..<kernel[0] * kernel[1] {
      let row =
        place / narrow[1] * stride[0] + tap / kernel[1] * dilation[0] - before[0]
      let column =
        place % narrow[1] * stride[1] + tap % kernel[1] * dilation[1] - before[1]
      guard (0..<wide[0]).contains(row), (0..<wide[1]).contains(column) else { continue }
      body(place, row * wide[1] + column, tap)
    }
  }
}

private func convolution(
  _ input: DoubleTensor, _ weight: DoubleTensor, _ geometry: ConvolutionGeometry
) -> DoubleTensor {
  let (source, kernel) = (planar(input, at: 1), planar(weight, at: 2))
  let (wide, taps) = (Array(source.shape[1...2]), Array(kernel.shape[2...]))
  let (inputs, outputs) = (source.shape[3], kernel.shape[0])
  let perGroup = (inputs: kernel.shape[1], outputs: outputs / geometry.groups)
  let rank = geometry.rank
  let extents = (0..<rank).map {
    geometry.outputExtent(axis: $0, extent: input.shape[$0 + 1], kernel: weight.shape[$0 + 2])
  }
  let narrow = planar(extents, 1)
  var result = DoubleTensor(shape: [input.shape[0]] + extents + [outputs]) { _ in 0 }
  let (tapCount, wideCount) = (taps[0] * taps[1], wide[0] * wide[1])
  for item in 0..<input.shape[0] {
    forEachTap(wide: wide, narrow: narrow, kernel: taps, geometry) { place, from, tap in
      for output in 0..<outputs {
        let group = output / perGroup.outputs
        for channel in 0..<perGroup.inputs {
          result.elements[(item * narrow[0] * narrow[1] + place) * outputs + output] +=
            kernel.elements[(output * perGroup.inputs + channel) * tapCount + tap]
            * source.elements[
              (item * wideCount + from) * inputs + group * perGroup.inputs + channel]
        }
      }
    }
  }
  return result
}

private func transposedConvolution(
  _ input: DoubleTensor, _ weight: DoubleTensor, _ geometry: ConvolutionGeometry,
  outputPadding: Int
) -> DoubleTensor {
  let (source, kernel) = (planar(input, at: 1), planar(weight, at: 2))
  let (narrow, taps) = (Array(source.shape[1...2]), Array(kernel.shape[2...]))
  let (inputs, perGroup) = (source.shape[3], kernel.shape[1])
  let (outputs, groupInputs) = (perGroup * geometry.groups, inputs / geometry.groups)
  let extents = (0..<geometry.rank).map { axis in
    (input.shape[axis + 1] - 1) * geometry.stride[axis]
      + geometry.dilation[axis] * (weight.shape[axis + 2] - 1) + 1 + outputPadding
      - geometry.paddingBefore[axis] - geometry.paddingAfter[axis]
  }
  let wide = planar(extents, 1)
  var result = DoubleTensor(shape: [input.shape[0]] + extents + [outputs]) { _ in 0 }
  let (tapCount, narrowCount) = (taps[0] * taps[1], narrow[0] * narrow[1])
  for item in 0..<input.shape[0] {
    forEachTap(wide: wide, narrow: narrow, kernel: taps, geometry) { from, place, tap in
      for channel in 0..<inputs {
        for output in 0..<perGroup {
          result.elements[
            (item * wide[0] * wide[1] + place) * outputs + channel / groupInputs * perGroup + output
          ] +=
            kernel.elements[(channel * perGroup + output) * tapCount + tap]
            * source.elements[(item * narrowCount + from) * inputs + channel]
        }
      }
    }
  }
  return result
}
