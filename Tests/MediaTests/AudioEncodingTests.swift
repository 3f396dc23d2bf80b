import Bytes
import Media
import TestSupport
import Testing

@Suite("Rounding samples to integers")
struct IntegerSamplesTests {
  @Test(
    "Sixteen bits: nearest, halves away from zero, held at both ends",
    arguments: [
      (0, 0), (-1, -32_768), (1, 32_767), (32_767 / 32_768, 32_767), (32_766.4 / 32_768, 32_766),
      (0.5 / 32_768, 1), (-0.5 / 32_768, -1), (0.499 / 32_768, 0), (-0.499 / 32_768, 0),
      (1.5 / 32_768, 2), (-32_767.5 / 32_768, -32_768), (32_767.5 / 32_768, 32_767),
      (1.0001, 32_767), (-1.0001, -32_768), (1e30, 32_767), (-1e30, -32_768),
    ] as [(Float, Int32)])
  func sixteenBits(sample: Float, integer: Int32) {
    #expect(IntegerSamples(bits: 16).quantized(sample) == integer)
  }

  @Test(
    "Twenty-four bits at both ends",
    arguments: [(-1, -8_388_608), (1, 8_388_607), (0.5, 4_194_304)] as [(Float, Int32)])
  func twentyFourBits(sample: Float, integer: Int32) {
    #expect(IntegerSamples(bits: 24).quantized(sample) == integer)
  }

  @Test("Every 16-bit integer returns from its float")
  func everyInteger() {
    let rule = IntegerSamples(bits: 16)
    let changed = (Int32(-32_768)...32_767).filter { rule.quantized(Float($0) / 32_768) != $0 }
    #expect(changed.isEmpty)
  }
}

@Suite("Writing sound files")
struct AudioEncodingTests {
  /// Values that 16 bits hold exactly, both ends among them, in a count that fills no chunk.
  static let exact = AudioClip(
    sampleRate: 22_050,
    channels: [
      (0..<20_001).map { Float(($0 * 7919) % 65_536 - 32_768) / 32_768 },
      (0..<20_001).map { Float(($0 * 104_729) % 65_536 - 32_768) / 32_768 },
    ])

  @Test("What was encoded decodes to the same clip", arguments: AudioEncoding.allCases)
  func roundTrip(encoding: AudioEncoding) throws {
    let bytes = try Self.exact.encoded(as: encoding)
    #expect(try AudioClip(decoding: bytes, source: "memory") == Self.exact)
  }

  @Test("Equal clips give equal bytes", arguments: AudioEncoding.allCases)
  func determinism(encoding: AudioEncoding) throws {
    #expect(try Self.exact.encoded(as: encoding) == Self.exact.encoded(as: encoding))
  }

  @Test("The file holds the integers of the rounding rule, not those of the library")
  func integersInTheFile() throws {
    let samples: [Float] = [1, -1, 2, -2, 0.5 / 32_768, -0.5 / 32_768]
    let bytes = try AudioClip(sampleRate: 8000, channels: [samples]).encoded(as: .wavInteger16)
    #expect(
      bytes.suffix(12) == [0xFF, 0x7F, 0, 0x80, 0xFF, 0x7F, 0, 0x80, 0x01, 0, 0xFF, 0xFF])
  }

  @Test("Floats beyond full scale survive in a float file")
  func floats() throws {
    let clip = AudioClip(sampleRate: 48_000, channels: [[3.5, -1e-20, 0.1]])
    let bytes = try clip.encoded(as: .wavFloat32)
    #expect(try AudioClip(decoding: bytes, source: "memory") == clip)
  }

  @Test("A recording survives FLAC bit by bit")
  func recording() throws {
    let clip = try AudioClip(contentsOf: ProjectFiles.path("Assets/samples/speech_en.wav"))
    let bytes = try clip.encoded(as: .flacInteger16)
    #expect(bytes.count < clip.sampleCount * 2)
    #expect(try AudioClip(decoding: bytes, source: "memory") == clip)
  }

  @Test("Writes to a path, whole")
  func path() throws {
    let folder = try TemporaryFolder()
    try Self.exact.write(to: folder.file("a.flac"), as: .flacInteger24)
    #expect(try AudioClip(contentsOf: folder.file("a.flac")) == Self.exact)
    #expect(throws: FileError.self) {
      try Self.exact.write(to: folder.file("no/a.wav"), as: .wavInteger16)
    }
  }

  @Test(
    "What no file can hold is refused",
    arguments: [
      (AudioClip(sampleRate: 8000, channels: [[]]), AudioEncoding.wavInteger16),
      (AudioClip(sampleRate: 8000, channels: [[0, .nan]]), .wavFloat32),
      (AudioClip(sampleRate: 8000, channels: [[0, -.infinity]]), .wavInteger16),
      (AudioClip(sampleRate: 700_000, channels: [[0]]), .flacInteger16),
      (AudioClip(sampleRate: 8000, channels: Array(repeating: [0], count: 9)), .flacInteger16),
      (AudioClip(sampleRate: 1 << 40, channels: [[0]]), .wavInteger16),
    ])
  func refusals(clip: AudioClip, encoding: AudioEncoding) throws {
    let error = #expect(throws: MediaError.self) { try clip.encoded(as: encoding) }
    guard case .invalidRequest = try #require(error) else {
      Issue.record("\(String(describing: error)) does not blame the request")
      return
    }
  }
}
