/// Decodes one sound file in memory, trusting nothing that its header says.
struct AudioDecoder {
  private let contents: UnsafeRawBufferPointer
  private let source: String
  private let options: AudioDecodingOptions
  private let format: AudioFormat

  /// Recognises the format of bytes that stay in place as long as the decoder does.
  ///
  /// - Throws: `MediaError.unsupported`, or `.malformed` for a file of no bytes.
  init(
    _ contents: UnsafeRawBufferPointer, source: String, options: AudioDecodingOptions
  ) throws(MediaError) {
    let signature = Array(contents.prefix(AudioFormat.signatureLength))
    guard !signature.isEmpty else {
      throw MediaError.malformed(source: source, format: "sound file", reason: "it is empty")
    }
    guard let format = AudioFormat.recognized(in: signature) else {
      let name = AudioFormat.foreignName(in: signature)
      throw MediaError.unsupported(
        source: source,
        feature: name.map { "\($0) is not read" } ?? "not a sound file that is known")
    }
    self.contents = contents
    self.source = source
    self.options = options
    self.format = format
  }

  /// Frames decoded at a time; memory grows with what is there, not with what is claimed.
  private static let chunkLength = 16_384

  /// Decodes all of it.
  ///
  /// - Throws: `MediaError`.
  func clip() throws(MediaError) -> AudioClip {
    let reader = try SoundFileReader(contents, format: format, source: source)
    try checkClaims(reader)
    let claim = reader.claimedFrameCount ?? 0
    var channels = Array(repeating: [Float](), count: reader.channelCount)
    for index in channels.indices {
      channels[index].reserveCapacity(min(claim, contents.count / reader.channelCount))
    }
    var chunk = Array(repeating: Float(0), count: Self.chunkLength * reader.channelCount)
    while true {
      let count = reader.read(Self.chunkLength, into: &chunk)
      guard count > 0 else { break }
      try checkDuration(reader, sampleCount: channels[0].count + count)
      try append(chunk, frameCount: count, to: &channels)
    }
    try checkWhole(reader, sampleCount: channels[0].count)
    return AudioClip(sampleRate: reader.sampleRate, channels: channels)
  }

  private func malformed(_ reason: String) -> MediaError {
    .malformed(source: source, format: format.rawValue, reason: reason)
  }

  private func checkClaims(_ reader: borrowing SoundFileReader) throws(MediaError) {
    guard (1...AudioDecodingOptions.channelLimit).contains(reader.channelCount) else {
      throw MediaError.unsupported(
        source: source,
        feature:
          "\(reader.channelCount) channels (1 to \(AudioDecodingOptions.channelLimit) are read)")
    }
    guard (1...AudioDecodingOptions.sampleRateLimit).contains(reader.sampleRate) else {
      throw MediaError.unsupported(
        source: source,
        feature:
          "\(reader.sampleRate) Hz (1 to \(AudioDecodingOptions.sampleRateLimit) Hz are read)")
    }
    try checkDuration(reader, sampleCount: reader.claimedFrameCount ?? 0)
  }

  private func checkDuration(
    _ reader: borrowing SoundFileReader, sampleCount: Int
  ) throws(MediaError) {
    try options.checkDuration(
      sampleCount: sampleCount, sampleRate: reader.sampleRate, channels: reader.channelCount,
      source: source)
  }

  private func append(
    _ interleaved: [Float], frameCount: Int, to channels: inout [[Float]]
  ) throws(MediaError) {
    let channelCount = channels.count
    for index in 0..<frameCount * channelCount where !interleaved[index].isFinite {
      throw malformed(
        "sample \(channels[0].count + index / channelCount) of channel \(index % channelCount + 1)"
          + " is not a finite number")
    }
    guard channelCount > 1 else {
      channels[0].append(contentsOf: interleaved[..<frameCount])
      return
    }
    for channel in 0..<channelCount {
      for frame in 0..<frameCount {
        channels[channel].append(interleaved[frame * channelCount + channel])
      }
    }
  }

  private func checkWhole(
    _ reader: borrowing SoundFileReader, sampleCount: Int
  ) throws(MediaError) {
    if let failure = reader.failure {
      throw malformed("\(failure), after \(sampleCount) samples a channel")
    }
    if let claim = reader.claimedFrameCount, sampleCount < claim {
      throw malformed("it ends after \(sampleCount) of \(claim) samples a channel")
    }
    if let missing = SoundContainer(format)?.missingByteCount(in: contents) {
      throw malformed("\(missing) bytes are missing after \(sampleCount) samples a channel")
    }
    guard sampleCount > 0 else { throw malformed("it holds no sound") }
  }
}
