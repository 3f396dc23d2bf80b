import Layers
package import Quantizers
package import Tensors

/// A whole TiTok or TA-TiTok model whose stages can be seen, to compare them with a reference's.
package struct TiTokStages: Sendable {
  /// The table that codes are searched in and looked up from.
  package let codebook: Codebook
  private let model: TiTokModel

  init(_ model: TiTokModel) {
    self.model = model
    codebook = model.quantizer.codebook(normalizes: model.shape.normalizesCodes)
  }

  /// Side of the pictures.
  package var imageSide: Int { model.shape.imageSide }
  /// Codes of a picture.
  package var tokenCount: Int { model.shape.tokenCount }
  /// `[text length, text dimension]` of text-aware models.
  package var textShape: [Int]? { model.shape.text.map { [$0.length, $0.dimension] } }
  /// The codes of the pixel decoder, where there is one.
  package var pixelCodebookSize: Int? { model.pixelCodebook?.embedding.shape[0] }

  /// Pictures `[batch, imageSide, imageSide, 3]` to latents `[batch, tokenCount, codeDimension]`.
  package func latents(of pictures: Tensor, observe: @escaping StageObserver) -> Tensor {
    model.latents(of: pictures, observe: observe)
  }

  /// Latents as they are compared with the codebook's vectors.
  package func normalized(_ latents: Tensor) -> Tensor { model.normalized(latents) }

  /// The codes of pictures as an encoder finds them, `[batch, tokenCount]`.
  package func codes(of pictures: Tensor) -> [Int] { model.codes(of: pictures, in: codebook) }

  /// The pictures of codes as a decoder makes them, `[batch, imageSide, imageSide, 3]`.
  package func pictures(of codes: [Int], text: Tensor?) -> Tensor {
    model.pictures(of: codes, in: codebook, text: text)
  }

  /// The same from code vectors `[batch, tokenCount, codeDimension]`, with every stage seen.
  package func observePictures(
    from vectors: Tensor, text: Tensor?, observe: @escaping StageObserver
  ) {
    _ = model.pictures(from: vectors, text: text, observe: observe)
  }

  /// Pictures by the likeliest codes of the pixel decoder, for models that have one.
  package func hardPictures(from vectors: Tensor, text: Tensor?) -> Tensor {
    model.pictures(from: vectors, text: text, mixing: .hard)
  }

  /// Pictures of the pixel decoder's codes `[batch, rows, columns]`, or nil without one.
  package func pictures(ofPixelCodes codes: [Int], extents: [Int]) -> Tensor? {
    model.pixelCodebook.flatMap { table in
      model.pixelDecoder?(table.vectors(of: codes).reshaped(extents + [-1]))
    }
  }
}

extension ModelFolder {
  /// Opens a TiTok or TA-TiTok model, encoder and decoder.
  ///
  /// - Throws: any error of reading it.
  package func tiTokStages() throws -> TiTokStages {
    TiTokStages(try tiTok { _ in true })
  }
}
