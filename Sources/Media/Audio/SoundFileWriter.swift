import CSndfile

/// One sound file being written into memory by libsndfile.
struct SoundFileWriter: ~Copyable {
  private let handle: OpaquePointer
  private let bytes: GrowingSoundBytes

  /// Starts a file, or returns nil where the format cannot hold so many channels or such a rate.
  init?(encoding: AudioEncoding, sampleRate: Int, channelCount: Int) {
    guard let rate = Int32(exactly: sampleRate), let channels = Int32(exactly: channelCount)
    else { return nil }
    var information = SF_INFO(
      frames: 0, samplerate: rate, channels: channels, format: encoding.libraryFormat,
      sections: 0, seekable: 0)
    guard sf_format_check(&information) != 0 else { return nil }
    let bytes = GrowingSoundBytes()
    var callbacks = GrowingSoundBytes.callbacks
    let opened = sf_open_virtual(
      &callbacks, Int32(SFM_WRITE), &information,
      Unmanaged.passUnretained(bytes).toOpaque())
    guard let opened else { return nil }
    handle = opened
    self.bytes = bytes
    // A PEAK chunk would hold the time of writing, and equal sounds would give unequal files.
    sf_command(handle, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, 0)
  }

  /// Appends interleaved frames, each integer's significant bits at its top.
  func append(_ interleaved: [Int32], frameCount: Int) -> Bool {
    sf_writef_int(handle, interleaved, sf_count_t(frameCount)) == frameCount
  }

  /// Appends interleaved frames as they are.
  func append(_ interleaved: [Float], frameCount: Int) -> Bool {
    sf_writef_float(handle, interleaved, sf_count_t(frameCount)) == frameCount
  }

  /// Completes the header and returns the file.
  consuming func finish() -> [UInt8] {
    let bytes = self.bytes
    _ = consume self
    return bytes.contents
  }

  deinit { sf_close(handle) }
}

extension AudioEncoding {
  /// The container and the sample type in libsndfile's terms.
  fileprivate var libraryFormat: Int32 {
    let parts =
      switch self {
      case .wavInteger16: (SF_FORMAT_WAV, SF_FORMAT_PCM_16)
      case .wavInteger24: (SF_FORMAT_WAV, SF_FORMAT_PCM_24)
      case .wavFloat32: (SF_FORMAT_WAV, SF_FORMAT_FLOAT)
      case .flacInteger16: (SF_FORMAT_FLAC, SF_FORMAT_PCM_16)
      case .flacInteger24: (SF_FORMAT_FLAC, SF_FORMAT_PCM_24)
      }
    return Int32(parts.0 | parts.1)
  }
}
