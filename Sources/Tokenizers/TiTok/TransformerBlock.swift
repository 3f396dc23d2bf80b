import Layers
import Tensors

/// A pre-norm transformer block: x += attention(norm(x)), then x += mlp(norm(x)).
///
/// The MLP is four times as wide and uses the exact GELU; names are the checkpoint's.
struct TransformerBlock: Module {
  private var attentionNorm: LayerNorm
  private var attention: SelfAttention
  private var perceptronNorm: LayerNorm
  private var perceptron: Perceptron

  init(_ size: TiTokConfiguration.TransformerSize) {
    attentionNorm = LayerNorm(width: size.width)
    attention = SelfAttention(width: size.width, headCount: size.headCount)
    perceptronNorm = LayerNorm(width: size.width)
    perceptron = Perceptron(width: size.width)
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("ln_1", &attentionNorm)
    try visitor("attn", &attention)
    try visitor("ln_2", &perceptronNorm)
    try visitor("mlp", &perceptron)
  }

  /// `[batch, position, width]` to the same.
  func callAsFunction(_ input: Tensor) -> Tensor {
    let attended = attention(attentionNorm(input), adding: input)
    return perceptron(perceptronNorm(attended), adding: attended)
  }

  /// The results of some positions only: `[batch, positions.count, width]`, the same numbers.
  func callAsFunction(_ input: Tensor, positions: Range<Int>) -> Tensor {
    let attended = attention(
      attentionNorm(input), positions: positions, adding: input.sliced(axis: 1, positions))
    return perceptron(perceptronNorm(attended), adding: attended)
  }

  private struct Perceptron: Module {
    private var widening: Linear
    private var narrowing: Linear

    init(width: Int) {
      widening = Linear(inputs: width, outputs: 4 * width)
      narrowing = Linear(inputs: 4 * width, outputs: width)
    }

    mutating func visitParameters(_ visitor: ParameterVisitor) throws {
      try visitor("c_fc", &widening)
      try visitor("c_proj", &narrowing)
    }

    func callAsFunction(_ input: Tensor, adding residual: Tensor) -> Tensor {
      narrowing(widening(input, activation: .gelu), adding: residual)
    }
  }
}

extension [TransformerBlock] {
  /// Runs a sequence `[batch, position, width]` through all blocks and keeps some positions.
  ///
  /// Of the last block only those are computed, unless somebody looks at it: that alone is 3 % of
  /// TiTok-L's encoder and 7 % of TiTok-S's.
  ///
  /// - Parameters:
  ///   - sequence: `[batch, position, width]`
  ///   - positions: which are kept.
  ///   - observe: sees every block's whole result.
  /// - Returns: `[batch, positions.count, width]`
  func run(
    _ sequence: Tensor, keeping positions: Range<Int>, observe: ((Int, Tensor) -> Void)?
  ) -> Tensor {
    var hidden = sequence
    for (index, block) in enumerated() {
      if index == count - 1, observe == nil { return block(hidden, positions: positions) }
      hidden = block(hidden)
      observe?(index, hidden)
    }
    return hidden.sliced(axis: 1, positions)
  }
}
