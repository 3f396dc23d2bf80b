import Bytes
import Media
import Tensors
import TestSupport
import Testing

@Suite("Damaged and hostile sound files")
struct AudioHostilityTests {
  private static let noise = AudioClip(
    sampleRate: 16_000,
    channels: [(0..<600).map { Float(($0 * 7919) % 2001 - 1000) / 1024 }])

  private static func bytes(_ fixture: String) throws -> [UInt8] {
    try MappedFile(path: ProjectFiles.path("Tests/MediaTests/Fixtures/" + fixture)).allBytes()
  }

  private static func error(_ bytes: [UInt8]) -> MediaError? {
    #expect(throws: MediaError.self) { try AudioClip(decoding: bytes, source: "hostile") }
  }

  /// A WAV file of 16-bit samples whose header may say anything.
  private static func wav(
    formatTag: UInt16 = 1, channels: UInt16 = 1, rate: UInt32 = 16_000, bits: UInt16 = 16,
    claimedSize: UInt32? = nil, samples: [UInt8]
  ) -> [UInt8] {
    let frame = channels &* (bits / 8)
    var file = ByteWriter()
    file.append("RIFF".utf8)
    file.append(integer: UInt32(36 + samples.count))
    file.append("WAVEfmt ".utf8)
    file.append(integer: UInt32(16))
    file.append(integer: formatTag)
    file.append(integer: channels)
    file.append(integer: rate)
    file.append(integer: rate &* UInt32(frame))
    file.append(integer: frame)
    file.append(integer: bits)
    file.append("data".utf8)
    file.append(integer: claimedSize ?? UInt32(samples.count))
    file.append(samples)
    return file.bytes
  }

  @Test("Every prefix of a written file is an error", arguments: AudioEncoding.allCases)
  func prefixes(encoding: AudioEncoding) throws {
    let whole = try Self.noise.encoded(as: encoding)
    let accepted = (0..<whole.count).filter { count in
      (try? AudioClip(decoding: Array(whole[..<count]), source: "prefix")) != nil
    }
    #expect(accepted.isEmpty)
  }

  @Test(
    "A prefix of any format is an error, except between two Ogg pages",
    arguments: [
      ("aiff_integer16.aiff", 0), ("wav_ulaw.wav", 0), ("wav_float64.wav", 0),
      ("ogg_vorbis.ogg", 1),
      ("ogg_opus.opus", 1),
    ])
  func fixturePrefixes(name: String, boundaries: Int) throws {
    let whole = try Self.bytes(name)
    let accepted = (0..<whole.count).filter { count in
      (try? AudioClip(decoding: Array(whole[..<count]), source: "prefix")) != nil
    }
    #expect(accepted.count <= boundaries, "accepted at \(accepted)")
  }

  @Test(
    "Flipped bits give a finite clip or an error, never a crash",
    arguments: [
      "wav_integer8.wav", "wav_integer24.wav", "wav_float32.wav", "wav_float64.wav", "wav_ulaw.wav",
      "aiff_integer16.aiff", "ogg_vorbis.ogg", "ogg_opus.opus",
    ])
  func flippedBits(name: String) throws {
    let whole = try Self.bytes(name)
    var generator = SeededGenerator(seed: 5)
    for trial in 0..<400 {
      var damaged = whole
      let place = generator.index(below: trial % 2 == 0 ? min(100, whole.count) : whole.count)
      damaged[place] ^= 1 << UInt8(generator.index(below: 8))
      guard let clip = try? AudioClip(decoding: damaged, source: name) else { continue }
      #expect(clip.sampleCount > 0 && clip.sampleCount <= 8 * whole.count)
      #expect(clip.channels.allSatisfy { $0.allSatisfy(\.isFinite) })
    }
  }

  @Test("A flipped bit in FLAC's frames is found by their checksums")
  func flippedFLAC() throws {
    let whole = try Self.noise.encoded(as: .flacInteger16)
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<200 {
      var damaged = whole
      // The second half is all frames.
      let place = whole.count / 2 + generator.index(below: whole.count / 2)
      damaged[place] ^= 1 << UInt8(generator.index(below: 8))
      _ = Self.error(damaged)
    }
  }

  @Test("A header that claims more than the file holds says how much there was")
  func lyingHeader() {
    let bytes = Self.wav(claimedSize: 0x7FFF_FFFE, samples: Array(repeating: 1, count: 100))
    guard case .malformed(_, "WAV", let reason) = Self.error(bytes) else {
      Issue.record("not reported as damage")
      return
    }
    #expect(reason.contains("after 50 samples"), "\(reason)")
  }

  @Test("A stream written to a pipe, whose header cannot know its length, is read to its end")
  func streamed() throws {
    let bytes = Self.wav(claimedSize: .max, samples: Array(repeating: 0, count: 100))
    #expect(try AudioClip(decoding: bytes, source: "pipe").sampleCount == 50)
  }

  @Test("FLAC that claims 2^36 - 1 samples, and FLAC that claims none")
  func lyingFLAC() throws {
    var bytes = try Self.noise.encoded(as: .flacInteger16)
    // STREAMINFO's 36-bit count: four bits of byte 21 and bytes 22 to 25 (RFC 9639, section 8.2).
    bytes[21] |= 0x0F
    bytes.replaceSubrange(22..<26, with: [0xFF, 0xFF, 0xFF, 0xFF])
    guard case .limitExceeded(_, _, _, _, "--duration-limit") = Self.error(bytes) else {
      Issue.record("not reported as over the limit")
      return
    }
    bytes[21] &= 0xF0
    bytes.replaceSubrange(22..<26, with: [0, 0, 0, 0])
    #expect(try AudioClip(decoding: bytes, source: "unknown count") == Self.noise)
  }

  @Test("MP3 that counts its frames must hold them; without a count it is read to its end")
  func cutMP3() throws {
    let whole = try Self.bytes("layer3.mp3")
    var cut = Array(whole[..<1200])
    guard case .malformed(_, "MP3", let reason) = Self.error(cut) else {
      Issue.record("not reported as damage")
      return
    }
    #expect(reason.contains("of 3200 samples"), "\(reason)")
    let count = try #require(cut.indices.first { cut[$0...].starts(with: "Xing".utf8) })
    cut.replaceSubrange(count..<count + 4, with: [0, 0, 0, 0])
    #expect(try AudioClip(decoding: cut, source: "no count").sampleCount > 500)
  }

  @Test("A file over the limit is refused, and read with a higher one")
  func durationLimit() throws {
    let clip = AudioClip(sampleRate: 100, channels: [Array(repeating: 0.25, count: 250)])
    let bytes = try clip.encoded(as: .wavInteger16)
    #expect(
      throws: MediaError.limitExceeded(
        source: "long", what: "seconds of 1-channel sound at 100 Hz", value: 3, limit: 2,
        flag: "--duration-limit")
    ) {
      try AudioClip(decoding: bytes, source: "long", options: .init(durationLimit: 2))
    }
    for enough in [2.5, .infinity] {
      let options = AudioDecodingOptions(durationLimit: enough)
      #expect(try AudioClip(decoding: bytes, source: "long", options: options) == clip)
    }
    for nothing in [0, -1, Double.nan] {
      let options = AudioDecodingOptions(durationLimit: nothing)
      #expect(throws: MediaError.self) {
        try AudioClip(decoding: bytes, source: "long", options: options)
      }
    }
  }

  @Test("Many channels at a high rate use up the limit faster")
  func densityLimit() throws {
    let channels = Array(repeating: Array(repeating: Float(0), count: 1000), count: 8)
    let bytes = try AudioClip(sampleRate: 96_000, channels: channels).encoded(as: .wavInteger16)
    // 8,000 samples are those of 83 ms of 48 kHz stereo.
    let tooLow = AudioDecodingOptions(durationLimit: 0.08)
    #expect(throws: MediaError.self) {
      try AudioClip(decoding: bytes, source: "dense", options: tooLow)
    }
    let enough = AudioDecodingOptions(durationLimit: 0.084)
    #expect(try AudioClip(decoding: bytes, source: "dense", options: enough).channels == channels)
  }

  @Test("Impossible channel counts and rates")
  func impossibleHeaders() {
    let samples = Array(repeating: UInt8(0), count: 4000)
    _ = Self.error(Self.wav(channels: 0, samples: samples))
    _ = Self.error(Self.wav(channels: 257, samples: samples))
    _ = Self.error(Self.wav(channels: .max, samples: samples))
    _ = Self.error(Self.wav(rate: 0, samples: samples))
    _ = Self.error(Self.wav(rate: 2_000_000, samples: samples))
    _ = Self.error(Self.wav(rate: .max, samples: samples))
  }

  @Test("A sound of no samples is an error")
  func empty() {
    _ = Self.error(Self.wav(samples: []))
    _ = Self.error([])
  }

  @Test("The first sample that is no number is named", arguments: [Float.nan, .infinity])
  func notFinite(value: Float) {
    var samples = ByteWriter()
    for sample in [0, 0.5, 0.25, value, value, 0] { samples.append(integer: sample.bitPattern) }
    let bytes = Self.wav(formatTag: 3, channels: 2, bits: 32, samples: samples.bytes)
    guard case .malformed(_, "WAV", let reason) = Self.error(bytes) else {
      Issue.record("not reported as damage")
      return
    }
    #expect(reason.contains("sample 1 of channel 2"), "\(reason)")
  }
}
