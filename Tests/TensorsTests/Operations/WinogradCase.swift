import Tensors
import TestSupport
import Testing

/// A 3×3 convolution with stride 1, and the same in double precision.
struct WinogradCase: Sendable, CustomTestStringConvertible {
  let batch: Int
  let extents: [Int]
  let inputs: Int
  let outputs: Int
  let geometry: ConvolutionGeometry

  init(
    batch: Int = 3, _ extents: [Int], _ inputs: Int, to outputs: Int, before: [Int] = [0, 0],
    after: [Int] = [0, 0]
  ) {
    (self.batch, self.extents, self.inputs, self.outputs) = (batch, extents, inputs, outputs)
    geometry = ConvolutionGeometry(
      stride: [1, 1], dilation: [1, 1], paddingBefore: before, paddingAfter: after)
  }

  var testDescription: String {
    "\(batch) of \(extents[0])x\(extents[1]), \(inputs) to \(outputs), padding "
      + "\(geometry.paddingBefore) and \(geometry.paddingAfter)"
  }

  var outputExtents: [Int] {
    [0, 1].map { geometry.outputExtent(axis: $0, extent: extents[$0], kernel: 3) }
  }

  /// `[batch, height, width, inputs]`, `[outputs, inputs, 3, 3]`, a bias and a residual.
  var operands: [Tensor] {
    noise(
      [batch] + extents + [inputs], [outputs, inputs, 3, 3], [outputs],
      [batch] + outputExtents + [outputs], seed: 9)
  }

  /// Odd and single extents under borders that differ on each side, wherever the kernel fits.
  static let all: [WinogradCase] = {
    let paddings = [
      ([0, 0], [0, 0]), ([1, 1], [1, 1]), ([0, 2], [1, 0]), ([2, 1], [0, 2]), ([2, 2], [2, 2]),
      ([2, 0], [1, 2]),
    ]
    let channels = [(32, 32), (48, 40), (65, 96)]
    return [[1, 1], [1, 5], [2, 2], [3, 7], [16, 16], [17, 33]].flatMap { extents in
      paddings.flatMap { before, after in
        channels.map { WinogradCase(extents, $0, to: $1, before: before, after: after) }
      }
    }.filter { !$0.outputExtents.contains(0) }
  }()

  /// input ∗ kernel + bias + residual, in the order of `operands`, by the definition.
  func reference(_ operands: [DoubleTensor]) -> DoubleTensor {
    let bias = operands[2].elements
    var result = operands[3]
    let kernel = byTap(operands[1])
    let (height, width) = (outputExtents[0], outputExtents[1])
    result.elements.withUnsafeMutableBufferPointer { result in
      for place in 0..<batch * height * width {
        let target = result.extracting(place * outputs..<(place + 1) * outputs)
        for output in 0..<outputs { target[output] += bias[output] }
        let (item, row, column) = (place / width / height, place / width % height, place % width)
        for tap in 0..<9 {
          let fromRow = row + tap / 3 - geometry.paddingBefore[0]
          let fromColumn = column + tap % 3 - geometry.paddingBefore[1]
          guard (0..<extents[0]).contains(fromRow), (0..<extents[1]).contains(fromColumn) else {
            continue
          }
          let source = ((item * extents[0] + fromRow) * extents[1] + fromColumn) * inputs
          operands[0].elements.withUnsafeBufferPointer {
            add($0.extracting(source..<source + inputs), kernel, tap: tap, to: target)
          }
        }
      }
    }
    return result
  }

  /// The kernel as `[9, inputs, outputs]`.
  private func byTap(_ kernel: DoubleTensor) -> [Double] {
    var taps = [Double](repeating: 0, count: kernel.elements.count)
    taps.withUnsafeMutableBufferPointer { taps in
      kernel.elements.withUnsafeBufferPointer { kernel in
        for plane in 0..<outputs * inputs {
          let (output, input) = (plane / inputs, plane % inputs)
          for tap in 0..<9 {
            taps[(tap * inputs + input) * outputs + output] = kernel[plane * 9 + tap]
          }
        }
      }
    }
    return taps
  }

  private func add(
    _ pixel: UnsafeBufferPointer<Double>, _ kernel: [Double], tap: Int,
    to target: UnsafeMutableBufferPointer<Double>
  ) {
    kernel.withUnsafeBufferPointer { kernel in
      for input in 0..<inputs {
        let (value, first) = (pixel[input], (tap * inputs + input) * outputs)
        for output in 0..<outputs { target[output] += value * kernel[first + output] }
      }
    }
  }
}
