import Bytes

extension AudioClip {
  /// The bytes of a sound file that holds this clip.
  ///
  /// An integer sample of b bits is x · 2^(b-1) rounded to the nearest, halves away from zero, and
  /// held within the b-bit range, so what was decoded from integers returns unchanged. Equal clips
  /// give equal bytes.
  ///
  /// - Throws: `MediaError.invalidRequest` for a sample that is not finite, a clip of no samples, or
  ///   a rate, channel count or size that the format cannot hold.
  public func encoded(as encoding: AudioEncoding) throws(MediaError) -> [UInt8] {
    try checkEncodable(as: encoding)
    let writer = SoundFileWriter(
      encoding: encoding, sampleRate: sampleRate, channelCount: channels.count)
    guard let writer else {
      throw MediaError.invalidRequest(
        reason: "\(encoding.rawValue) cannot hold \(channels.count) channels at \(sampleRate) Hz;"
          + " mix the sound down or resample it")
    }
    let chunkLength = 16_384
    for start in stride(from: 0, to: sampleCount, by: chunkLength) {
      let frames = start..<min(start + chunkLength, sampleCount)
      guard append(frames, to: writer, as: encoding) else {
        throw MediaError.invalidRequest(
          reason: "\(encoding.rawValue) could not be written from sample \(start) on")
      }
    }
    return writer.finish()
  }

  /// Writes a sound file, whole or not at all.
  ///
  /// - Throws: `FileError.unwritable`, or `MediaError` as ``encoded(as:)``.
  public func write(to path: String, as encoding: AudioEncoding) throws {
    try AtomicFile.write(encoded(as: encoding), to: path)
  }

  private func checkEncodable(as encoding: AudioEncoding) throws(MediaError) {
    guard sampleCount > 0 else {
      throw MediaError.invalidRequest(reason: "a clip of no samples makes no sound file")
    }
    // RIFF counts its bytes in 32 bits; the same bound keeps the raw size of a FLAC reasonable.
    let (samples, overflow) = sampleCount.multipliedReportingOverflow(by: channels.count)
    guard !overflow, samples <= (Int(UInt32.max) - 1024) / encoding.bytesPerSample else {
      throw MediaError.invalidRequest(
        reason: "\(sampleCount) samples in \(channels.count) channels are over the 4 GB that a"
          + " sound file holds; cut the sound into parts")
    }
    for (number, channel) in channels.enumerated() {
      if let index = channel.firstIndex(where: { !$0.isFinite }) {
        throw MediaError.invalidRequest(
          reason: "sample \(index) of channel \(number + 1) is not a finite number;"
            + " a sound file cannot hold it")
      }
    }
  }

  private func append(
    _ frames: Range<Int>, to writer: borrowing SoundFileWriter, as encoding: AudioEncoding
  ) -> Bool {
    guard let bits = encoding.integerBits else {
      return writer.append(interleaved(frames) { $0 }, frameCount: frames.count)
    }
    let rule = IntegerSamples(bits: bits)
    let samples = interleaved(frames) { rule.quantized($0) << Int32(32 - bits) }
    return writer.append(samples, frameCount: frames.count)
  }

  private func interleaved<Sample>(
    _ frames: Range<Int>, _ convert: (Float) -> Sample
  ) -> [Sample] {
    var samples: [Sample] = []
    samples.reserveCapacity(frames.count * channels.count)
    for frame in frames {
      for channel in channels { samples.append(convert(channel[frame])) }
    }
    return samples
  }
}
