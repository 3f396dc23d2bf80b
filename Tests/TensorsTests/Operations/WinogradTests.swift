import Tensors
import TestSupport
import Testing
import Threads

@Suite("Convolutions by minimal filtering")
struct WinogradTests {
  @Test("results are those of the definition", arguments: WinogradCase.all)
  func definition(layer: WinogradCase) {
    let operands = layer.operands
    let expected = layer.reference(operands.map(DoubleTensor.init))
    let result = operands[0].convolved(
      operands[1], bias: operands[2], layer.geometry, adding: operands[3])
    let deviation = Deviation(of: "the result", DoubleTensor(result), from: expected)
    #expect(deviation.error <= 2e-5, "\(deviation)")
    let separate =
      operands[0].convolved(operands[1], layer.geometry) + operands[2] + operands[3]
    let difference = Deviation(
      of: "the result of several passes", DoubleTensor(separate), from: expected)
    #expect(difference.error <= 2e-5, "\(difference)")
  }

  private static let layers = [
    WinogradCase([3, 7], 65, to: 96, before: [2, 1], after: [0, 2]),
    WinogradCase([17, 33], 48, to: 40, before: [0, 1], after: [2, 1]),
    WinogradCase([16, 16], 130, to: 256, before: [1, 1], after: [1, 1]),
  ]

  private static func result(of operands: [Tensor], _ layer: WinogradCase) -> Tensor {
    operands[0].convolved(operands[1], bias: operands[2], layer.geometry, adding: operands[3])
  }

  @Test("1, 2 and 8 threads give the same bits", arguments: layers)
  private func threads(layer: WinogradCase) {
    let operands = layer.operands
    let results = [1, 2, 8].map { threads in
      Parallel.$threadCount.withValue(threads) {
        // Packed anew, since kernels are transformed in parallel too.
        let kernel = Tensor(shape: operands[1].shape, elements: operands[1].elements)
        return Self.result(of: [operands[0], kernel, operands[2], operands[3]], layer)
      }
    }
    #expect(results[1] == results[0])
    #expect(results[2] == results[0])
  }

  @Test("an item alone gives the same bits as in a batch", arguments: layers)
  private func batches(layer: WinogradCase) {
    let operands = layer.operands
    let together = Self.result(of: operands, layer)
    for item in 0..<layer.batch {
      let range = item..<item + 1
      let alone = Self.result(
        of: [
          operands[0].sliced(axis: 0, range), operands[1], operands[2],
          operands[3].sliced(axis: 0, range),
        ], layer)
      #expect(alone == together.sliced(axis: 0, range), "item \(item)")
    }
  }

  @Test(
    "gradients are those of the definition",
    arguments: [
      WinogradCase(batch: 1, [2, 3], 32, to: 32, before: [1, 0], after: [1, 1]),
      WinogradCase(batch: 2, [3, 1], 33, to: 34, before: [0, 2], after: [1, 1]),
    ])
  func gradients(layer: WinogradCase) {
    OperationCase(
      "convolved", layer.testDescription, on: layer.operands,
      { Self.result(of: $0, layer) }, reference: layer.reference
    ).expectAgreement()
  }

  @Test("a batch of none has no result")
  func empty() {
    let layer = WinogradCase(batch: 0, [5, 5], 32, to: 32)
    #expect(Self.result(of: layer.operands, layer) == Tensor(shape: [0, 3, 3, 32]))
  }

  @Test(
    "with fewer channels the bits are those of one product over each neighbourhood",
    arguments: [(31, 32), (32, 31), (31, 31), (32, 32)])
  func threshold(inputs: Int, outputs: Int) {
    let layer = WinogradCase(batch: 1, [9, 8], inputs, to: outputs)
    let operands = layer.operands
    let result = operands[0].convolved(operands[1], bias: operands[2], layer.geometry)
    let product = Self.neighbourhoods(of: operands[0]).linear(
      operands[1].permuted([0, 2, 3, 1]).reshaped([outputs, 9 * inputs]), bias: operands[2])
    #expect((result == product) == (inputs < 32 || outputs < 32))
    let residual = Tensor(shape: product.shape)
    let expected = layer.reference(
      (operands[0...2] + [residual]).map(DoubleTensor.init))
    let deviation = Deviation(of: "the result", DoubleTensor(result), from: expected)
    #expect(deviation.error <= 2e-5, "\(deviation)")
  }

  @Test("with an activation the result is that of the definition")
  func activation() {
    let layer = WinogradCase([7, 6], 32, to: 32, before: [1, 0], after: [1, 2])
    let operands = layer.operands
    let result = operands[0].convolved(
      operands[1], bias: operands[2], layer.geometry, activation: .relu)
    let none = Tensor(shape: operands[3].shape)
    let expected = layer.reference((operands[0...2] + [none]).map(DoubleTensor.init))
      .map { max($0, 0) }
    let deviation = Deviation(of: "the result", DoubleTensor(result), from: expected)
    #expect(deviation.error <= 2e-5, "\(deviation)")
  }

  /// The 3×3 inputs of every place side by side, `[1, height - 2, width - 2, 9 · channels]`.
  private static func neighbourhoods(of input: Tensor) -> Tensor {
    let (height, width) = (input.shape[1] - 2, input.shape[2] - 2)
    return Tensor.concatenated(
      (0..<9).map { tap in
        input.sliced(axis: 1, tap / 3..<tap / 3 + height)
          .sliced(axis: 2, tap % 3..<tap % 3 + width)
      }, axis: 3)
  }
}
