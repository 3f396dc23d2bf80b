import CSndfile
import Synchronization

/// One sound file in memory, opened by libsndfile and read from its start to its end.
struct SoundFileReader: ~Copyable {
  /// Samples a second.
  let sampleRate: Int
  /// Interleaved channels.
  let channelCount: Int
  /// The frames that the header claims, or nil when it does not say; not to be trusted.
  let claimedFrameCount: Int?
  private let handle: OpaquePointer
  private let bytes: SoundBytes

  /// libsndfile keeps the reason of the last failed opening in one global.
  private static let opening = Mutex(())

  /// Opens a file; nothing but its header is read yet.
  ///
  /// - Throws: `MediaError.malformed` with libsndfile's reason.
  init(
    _ contents: UnsafeRawBufferPointer, format: AudioFormat, source: String
  ) throws(MediaError) {
    let bytes = SoundBytes(contents)
    var information = SF_INFO()
    var reason = ""
    var opened: OpaquePointer?
    Self.opening.withLock { _ in
      var callbacks = SoundBytes.callbacks
      opened = sf_open_virtual(
        &callbacks, Int32(SFM_READ), &information,
        Unmanaged.passUnretained(bytes).toOpaque())
      if opened == nil { reason = soundFileFailure(nil) }
    }
    guard let opened else {
      throw MediaError.malformed(source: source, format: format.rawValue, reason: reason)
    }
    handle = opened
    self.bytes = bytes
    sampleRate = Int(information.samplerate)
    channelCount = Int(information.channels)
    let frames = Int(information.frames)
    let isCounted = format != .mp3 || MP3Header(contents).countsFrames
    claimedFrameCount = isCounted && (0..<Int.max).contains(frames) ? frames : nil
  }

  deinit { sf_close(handle) }

  /// Reads up to `frameCount` frames to the start of `interleaved` and returns how many there were;
  /// integer samples are scaled by 1 / 2^(bits - 1).
  func read(_ frameCount: Int, into interleaved: inout [Float]) -> Int {
    precondition(interleaved.count >= frameCount * channelCount, "no room for the frames")
    return Int(sf_readf_float(handle, &interleaved, sf_count_t(frameCount)))
  }

  /// What went wrong while reading, or nil.
  var failure: String? {
    sf_error(handle) == SF_ERR_NO_ERROR ? nil : soundFileFailure(handle)
  }
}

/// libsndfile's own words for the last error of a file, or of the last failed opening.
func soundFileFailure(_ handle: OpaquePointer?) -> String {
  guard let text = sf_strerror(handle) else { return "libsndfile gives no reason" }
  let words = String(cString: text)
  return "libsndfile says \"\(words.hasSuffix(".") ? String(words.dropLast()) : words)\""
}
