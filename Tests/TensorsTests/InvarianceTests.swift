import Tensors
import TestSupport
import Testing
import Threads

/// Results that may not depend on how they were computed: on threads, or on what else is in a batch.
@Suite("Bits that stay the same")
struct InvarianceTests {
  private struct Layer: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let input: [Int]
    let apply: @Sendable (Tensor) -> Tensor
  }

  private static let layers: [Layer] = {
    let weights = noise(
      [33, 20], [33], [19, 20, 3, 3], [19], [20, 7, 4, 4], [20], [20], [1030, 20, 3, 3])
    let kernel1D = noise([8, 20, 7], [20, 6, 8])
    return [
      Layer(testDescription: "linear", input: [3, 300, 20]) {
        $0.linear(weights[0], bias: weights[1], activation: .gelu)
      },
      Layer(testDescription: "linear, one row", input: [3, 20]) { $0.linear(weights[0]) },
      Layer(testDescription: "product", input: [3, 70, 20]) {
        $0.multiplied(by: weights[0].transposed())
      },
      Layer(testDescription: "convolution", input: [3, 17, 23, 20]) {
        $0.convolved(
          weights[2], bias: weights[3], ConvolutionGeometry(rank: 2, padding: 1),
          activation: .silu)
      },
      Layer(testDescription: "strided convolution of few places", input: [2, 17, 23, 20]) {
        $0.convolved(weights[7], ConvolutionGeometry(rank: 2, stride: 2))
      },
      Layer(testDescription: "strided convolution", input: [3, 17, 23, 20]) {
        $0.convolved(weights[2], ConvolutionGeometry(rank: 2, stride: 2))
      },
      Layer(testDescription: "convolution of sequences", input: [3, 700, 20]) {
        $0.convolved(kernel1D[0], ConvolutionGeometry(rank: 1, dilation: 3, padding: 9))
      },
      Layer(testDescription: "transposed convolution", input: [3, 9, 11, 20]) {
        $0.transposeConvolved(weights[4], ConvolutionGeometry(rank: 2, stride: 2, padding: 1))
      },
      Layer(testDescription: "transposed convolution of sequences", input: [3, 100, 20]) {
        $0.transposeConvolved(kernel1D[1], ConvolutionGeometry(rank: 1, stride: 4, padding: 2))
      },
      Layer(testDescription: "attention", input: [3, 130, 24]) { $0.selfAttended(headCount: 4) },
      Layer(testDescription: "causal attention", input: [3, 130, 24]) {
        $0.selfAttended(headCount: 4, mask: .causal)
      },
      Layer(testDescription: "layer norm", input: [3, 1000, 20]) {
        $0.layerNormalized(weight: weights[5], bias: weights[6], epsilon: 1e-5)
      },
      Layer(testDescription: "RMS norm", input: [3, 1000, 20]) {
        $0.rootMeanSquareNormalized(weight: weights[5], epsilon: 1e-5)
      },
      Layer(testDescription: "group norm", input: [3, 31, 29, 20]) {
        $0.groupNormalized(
          groups: 4, weight: weights[5], bias: weights[6], epsilon: 1e-5, activation: .silu)
      },
      Layer(testDescription: "softmax", input: [3, 100, 333]) { $0.softmax() },
      Layer(testDescription: "snake", input: [3, 1000, 20]) { $0.snake(alpha: weights[5]) },
      Layer(testDescription: "upsampling", input: [3, 16, 16, 20]) {
        $0.upsampledNearest(factor: 2)
      },
      Layer(testDescription: "pooling", input: [3, 64, 64, 10]) { $0.averagePooled(window: 2) },
      Layer(testDescription: "pixel shuffle", input: [3, 32, 32, 20]) {
        $0.pixelShuffled(factor: 2)
      },
      Layer(testDescription: "interpolation", input: [3, 40, 40, 10]) {
        $0.interpolated(height: 57, width: 33, .bicubic(.centered), channels: .last)
      },
      Layer(testDescription: "permutation", input: [3, 200, 100]) { $0.transposed() },
      Layer(testDescription: "padding", input: [3, 300, 40]) {
        $0.padded(axis: 1, before: 5, after: 6, .mirrored)
      },
    ]
  }()

  @Test("1, 2 and 8 threads give the same results and gradients", arguments: layers)
  private func threads(layer: Layer) {
    let input = noise(layer.input)[0]
    let runs = [1, 2, 8].map { count in
      Parallel.$threadCount.withValue(count) {
        let variable = input.traced()
        let result = layer.apply(variable)
        return [result.detached()] + (result * result).gradients(for: [variable])
      }
    }
    #expect(runs[1] == runs[0])
    #expect(runs[2] == runs[0])
  }

  @Test("an item alone gives the same bits as in a batch", arguments: layers)
  private func batches(layer: Layer) {
    let batch = noise(layer.input)[0]
    let together = layer.apply(batch)
    for item in 0..<layer.input[0] {
      let alone = layer.apply(batch.sliced(axis: 0, item..<item + 1))
      #expect(alone == together.sliced(axis: 0, item..<item + 1), "item \(item)")
    }
  }
}
