import TokenStreams

extension ModelFolder {
  /// Opens the encoder of an image model; its decoder is not loaded.
  ///
  /// - Throws: `ModelError.wrongMedia` for another kind of model, or any error of reading it.
  public func imageEncoder() throws -> any ImageEncoder {
    switch family {
    case .linearImage: try LinearImageTokenizer(folder: self)
    case .linearAudio: throw wrongMedia("pictures")
    }
  }

  /// Opens the decoder of an image model; its encoder is not loaded.
  ///
  /// - Throws: `ModelError.wrongMedia` for another kind of model, or any error of reading it.
  public func imageDecoder() throws -> any ImageDecoder {
    switch family {
    case .linearImage: try LinearImageTokenizer(folder: self)
    case .linearAudio: throw wrongMedia("pictures")
    }
  }

  /// Opens the encoder of an audio model; its decoder is not loaded.
  ///
  /// - Throws: `ModelError.wrongMedia` for another kind of model, or any error of reading it.
  public func audioEncoder() throws -> any AudioEncoder {
    switch family {
    case .linearAudio: try LinearAudioTokenizer(folder: self)
    case .linearImage: throw wrongMedia("sound")
    }
  }

  /// Opens the decoder of an audio model; its encoder is not loaded.
  ///
  /// - Throws: `ModelError.wrongMedia` for another kind of model, or any error of reading it.
  public func audioDecoder() throws -> any AudioDecoder {
    switch family {
    case .linearAudio: try LinearAudioTokenizer(folder: self)
    case .linearImage: throw wrongMedia("sound")
    }
  }

  private func wrongMedia(_ asked: String) -> ModelError {
    .wrongMedia(model: name, handles: family.media == .image ? "pictures" : "sound", asked: asked)
  }
}
