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
