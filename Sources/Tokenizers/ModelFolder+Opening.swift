import Layers
public import Tensors
import TokenStreams

/// How an image model is opened.
public struct ImageModelOptions: Sendable {
  /// How pictures of other sizes are brought to the model's; nil for what its family does best.
  public var fitting: PictureFitting?
  /// The type of the weights in matrix products.
  public var precision: MatrixPrecision
  /// Pictures that go through one pass together.
  public var batchSize: Int
  /// Whether weights stay packed for a next pass.
  public var weights = PackedWeights.kept
  /// Text embeddings for text-aware decoders, `[text length, text dimension]`.
  public var text: Tensor?

  /// Options; everything has a default.
  public init(
    fitting: PictureFitting? = nil, precision: MatrixPrecision = .float32, batchSize: Int = 8,
    text: Tensor? = nil
  ) {
    self.fitting = fitting
    self.precision = precision
    self.batchSize = batchSize
    self.text = text
  }

  var session: InferenceSession {
    InferenceSession(batchSize: batchSize, precision: precision, weights: weights)
  }
}

extension ModelFolder {
  /// Opens the encoder of an image model; its decoder is not loaded.
  ///
  /// - Throws: `ModelError.wrongMedia` for another kind of model, or any error of reading it.
  public func imageEncoder(
    _ options: ImageModelOptions = ImageModelOptions()
  ) throws -> any ImageEncoder {
    switch family {
    case .linearImage:
      if let fitting = options.fitting, fitting != .whole {
        throw unsupported(fitting, supported: [.whole])
      }
      return try LinearImageTokenizer(folder: self)
    case .maskGITVQGAN: return try vqganEncoder(options)
    case .tiTok, .textAwareTiTok: return try tiTokEncoder(options)
    case .linearAudio: throw wrongMedia("pictures")
    }
  }

  /// Opens the decoder of an image model; its encoder is not loaded.
  ///
  /// - Throws: `ModelError.wrongMedia` for another kind of model, or any error of reading it.
  public func imageDecoder(
    _ options: ImageModelOptions = ImageModelOptions()
  ) throws -> any ImageDecoder {
    switch family {
    case .linearImage: return try LinearImageTokenizer(folder: self)
    case .maskGITVQGAN: return try vqganDecoder(options)
    case .tiTok, .textAwareTiTok: return try tiTokDecoder(options)
    case .linearAudio: throw wrongMedia("pictures")
    }
  }

  /// Opens the encoder of an audio model; its decoder is not loaded.
  ///
  /// - Throws: `ModelError.wrongMedia` for another kind of model, or any error of reading it.
  public func audioEncoder() throws -> any AudioEncoder {
    switch family {
    case .linearAudio: try LinearAudioTokenizer(folder: self)
    case .linearImage, .maskGITVQGAN, .tiTok, .textAwareTiTok: throw wrongMedia("sound")
    }
  }

  /// Opens the decoder of an audio model; its encoder is not loaded.
  ///
  /// - Throws: `ModelError.wrongMedia` for another kind of model, or any error of reading it.
  public func audioDecoder() throws -> any AudioDecoder {
    switch family {
    case .linearAudio: try LinearAudioTokenizer(folder: self)
    case .linearImage, .maskGITVQGAN, .tiTok, .textAwareTiTok: throw wrongMedia("sound")
    }
  }

  private func wrongMedia(_ asked: String) -> ModelError {
    .wrongMedia(model: name, handles: family.media == .image ? "pictures" : "sound", asked: asked)
  }

  func unsupported(_ fitting: PictureFitting, supported: [PictureFitting]) -> ModelError {
    .unsupportedFitting(
      model: name, asked: fitting.rawValue, supported: supported.map(\.rawValue))
  }
}
