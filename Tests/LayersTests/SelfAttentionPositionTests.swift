import Layers
import Tensors
import TestSupport
import Testing
import Threads

@Suite("Self-attention of some positions")
struct SelfAttentionPositionTests {
  private struct Layer: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let attention: SelfAttention
    let input: Tensor
    let residual: Tensor

    /// Widths of whole panels of 32 outputs and others take different paths to the projections.
    init(batch: Int, positions: Int, width: Int, heads: Int) {
      testDescription = "[\(batch), \(positions), \(width)] in \(heads) heads"
      var (layer, generator) = (
        SelfAttention(width: width, headCount: heads), SeededGenerator(seed: 31)
      )
      layer.drawParameters(using: &generator)
      // A bias of zeros would hide mistakes.
      attention = layer.mapParameters { _, value in
        value.shape.count == 1 ? generator.uniform(value.shape, in: -1..<1) : value
      }
      input = generator.uniform([batch, positions, width], in: -1..<1)
      residual = generator.uniform([batch, positions, width], in: -1..<1)
    }
  }

  private static let layers = [
    Layer(batch: 1, positions: 1, width: 4, heads: 1),
    Layer(batch: 2, positions: 9, width: 32, heads: 2),
    Layer(batch: 3, positions: 33, width: 64, heads: 4),
    Layer(batch: 2, positions: 33, width: 48, heads: 3),
    Layer(batch: 1, positions: 289, width: 40, heads: 5),
  ]

  /// The first position, the last ones, some between and all.
  private static func ranges(of count: Int) -> [Range<Int>] {
    [
      0..<1, count - 1..<count, count / 3..<max(count / 2, count / 3 + 1), count / 2..<count,
      0..<count,
    ]
  }

  @Test("some positions have the bits that they have among all", arguments: layers)
  private func bits(layer: Layer) {
    let all = layer.attention(layer.input, adding: layer.residual)
    for positions in Self.ranges(of: layer.input.shape[1]) {
      let some = layer.attention(
        layer.input, positions: positions, adding: layer.residual.sliced(axis: 1, positions))
      #expect(some == all.sliced(axis: 1, positions), "positions \(positions)")
    }
  }

  @Test("1, 2 and 8 threads give the same bits", arguments: layers)
  private func threads(layer: Layer) {
    let count = layer.input.shape[1]
    let positions = count / 2..<count
    let results = [1, 2, 8].map { threads in
      Parallel.$threadCount.withValue(threads) {
        layer.attention(
          layer.input, positions: positions, adding: layer.residual.sliced(axis: 1, positions))
      }
    }
    #expect(results[1] == results[0])
    #expect(results[2] == results[0])
  }

  @Test("gradients are those of the whole sequence's slice", arguments: layers)
  private func gradients(layer: Layer) {
    let count = layer.input.shape[1]
    let positions = count / 3..<max(count / 2, count / 3 + 1)
    let found = Self.gradients(of: layer) { attention, input, residual in
      attention(input, positions: positions, adding: residual.sliced(axis: 1, positions))
    }
    let expected = Self.gradients(of: layer) { attention, input, residual in
      attention(input, adding: residual).sliced(axis: 1, positions)
    }
    #expect(found.count == 6 && expected.count == 6)
    for (place, pair) in zip(found, expected).enumerated() {
      let deviation = Deviation(
        of: "gradient \(place)", DoubleTensor(pair.0), from: DoubleTensor(pair.1))
      #expect(deviation.error < 2e-5, "\(deviation)")
    }
  }

  /// Of the squares' sum, for the input, the residual and every parameter.
  private static func gradients(
    of layer: Layer, _ apply: (SelfAttention, Tensor, Tensor) -> Tensor
  ) -> [Tensor] {
    let (attention, input, residual) = (
      layer.attention.traced(), layer.input.traced(), layer.residual.traced()
    )
    let result = apply(attention, input, residual)
    return (result * result).gradients(
      for: [input, residual] + attention.parameters().map(\.value))
  }
}
