import Quantizers
import Tensors
import TokenStreams

/// Turns vectors into a stack of residual codes, and back.
struct ResidualCoder: Sendable {
  /// The codebooks.
  let quantizer: ResidualVectorQuantizer
  /// How many codes each of them has.
  let vocabulary: Vocabulary

  /// Wraps a quantizer.
  init(quantizer: ResidualVectorQuantizer) {
    self.quantizer = quantizer
    vocabulary = Vocabulary(sizes: quantizer.codebooks.map(\.size))
  }

  /// Codes `[positions, dimension]` vectors by the first `depth` stages at every position.
  func encode(_ vectors: Tensor, depth: Int) throws -> CodeStack {
    let encoding = quantizer.encode(vectors, stageCount: depth)
    return try CodeStack(
      vocabulary: vocabulary,
      depths: Array(repeating: UInt8(encoding.stageCount), count: vectors.shape[0]),
      codes: encoding.codes)
  }

  /// Codes `[positions, dimension]` vectors by as many stages at each position as the bits allow.
  func encode(_ vectors: Tensor, bitBudget: Int) throws -> CodeStack {
    let encoding = quantizer.encode(vectors)
    let allocation = DepthAllocation(encoding, vocabulary: vocabulary, bitBudget: bitBudget)
    var codes: [UInt32] = []
    for (position, depth) in allocation.depths.enumerated() {
      let start = position * encoding.stageCount
      codes += encoding.codes[start..<start + Int(depth)]
    }
    return try CodeStack(vocabulary: vocabulary, depths: allocation.depths, codes: codes)
  }

  /// The vectors of a stack, `[positions, dimension]`.
  func decode(_ stack: CodeStack) -> Tensor {
    quantizer.decode(codes: stack.codes, depths: stack.depths)
  }
}
