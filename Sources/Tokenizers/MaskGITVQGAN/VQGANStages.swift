package import Quantizers
package import Tensors

/// A whole MaskGIT-VQGAN whose stages can be seen, to compare them with a reference's.
package struct VQGANStages: Sendable {
  /// The table that codes are searched in and looked up from.
  package let codebook: Codebook
  /// Pixels along the side of one code's square.
  package let factor: Int
  private let model: VQGANModel

  init(_ model: VQGANModel, factor: Int) {
    self.model = model
    self.factor = factor
    codebook = model.quantizer.codebook()
  }

  /// Pictures `[batch, height, width, 3]` to latents `[batch, rows, columns, codeDimension]`.
  package func latents(of pictures: Tensor, observe: @escaping StageObserver) -> Tensor {
    model.encoder(pictures, observe: observe)
  }

  /// The codes of pictures as an encoder finds them, `[batch, rows, columns]`.
  package func codes(of pictures: Tensor) -> [Int] { model.codes(of: pictures, in: codebook) }

  /// The pictures of codes `[batch, rows, columns]` as a decoder makes them.
  package func pictures(of codes: [Int], extents: [Int]) -> Tensor {
    model.pictures(of: codes, batch: extents[0], rows: extents[1], columns: extents[2])
  }

  /// The same from code vectors `[batch, rows, columns, codeDimension]`, with every stage seen.
  package func observePictures(from vectors: Tensor, observe: @escaping StageObserver) {
    _ = model.decoder(vectors, observe: observe)
  }
}

extension ModelFolder {
  /// Opens a MaskGIT-VQGAN, encoder and decoder.
  ///
  /// - Throws: any error of reading it.
  package func vqganStages() throws -> VQGANStages {
    let (model, configuration) = try vqgan { _ in true }
    return VQGANStages(model, factor: configuration.factor)
  }
}
