import Layers
import Quantizers
import Tensors

/// The whole MaskGIT-VQGAN, under the published checkpoint's names.
struct VQGANModel: Module {
  var encoder: VQGANEncoder
  var quantizer: EmbeddingCodebook
  var decoder: VQGANDecoder

  init(_ configuration: VQGANConfiguration) {
    encoder = VQGANEncoder(configuration)
    quantizer = EmbeddingCodebook(
      size: configuration.codebookSize, dimension: configuration.codeDimension)
    decoder = VQGANDecoder(configuration)
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("encoder", &encoder)
    try visitor("quantize", &quantizer)
    try visitor("decoder", &decoder)
  }

  /// The codes of pictures `[batch, height, width, 3]` in 0...1, item after item, row by row.
  func codes(of pictures: Tensor, in codebook: Codebook) -> [Int] {
    codebook.assign(encoder(pictures).reshaped([-1, codebook.dimension])).codes.map(Int.init)
  }

  /// Pictures `[batch, rows · factor, columns · factor, 3]`, not clamped.
  func pictures(of codes: [Int], batch: Int, rows: Int, columns: Int) -> Tensor {
    decoder(quantizer.vectors(of: codes).reshaped([batch, rows, columns, -1]))
  }
}
