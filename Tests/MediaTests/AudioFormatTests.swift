import Media
import Testing

@Suite("Recognising sound files by their first bytes")
struct AudioFormatTests {
  @Test(
    "Known signatures",
    arguments: [
      ("RIFF\0\0\0\0WAVE", AudioFormat.wav), ("RF64\0\0\0\0WAVE", .wav),
      ("fLaC\0\0\0\u{22}", .flac), ("OggS\0\u{2}", .ogg), ("FORM\0\0\0\0AIFF", .aiff),
      ("FORM\0\0\0\0AIFC", .aiff), ("ID3\u{4}\0\0\0\0\0\0", .mp3),
    ])
  func signatures(text: String, format: AudioFormat) {
    #expect(AudioFormat.recognized(in: Array(text.utf8)) == format)
  }

  @Test("MPEG frame headers, with and without a checksum", arguments: [0xFB, 0xFA, 0xF3, 0xE3])
  func frameHeaders(second: UInt8) {
    #expect(AudioFormat.recognized(in: [0xFF, second, 0x90, 0x64]) == .mp3)
  }

  @Test(
    "What only looks like one is none",
    arguments: [
      Array("RIFF\0\0\0\0AVI ".utf8), Array("FORM\0\0\0\0ILBM".utf8), Array("RIFF".utf8), [],
      [0xFF],
      [0xFF, 0xF1, 0x50, 0x80], [0xFF, 0xFB, 0xF0, 0x64], [0xFF, 0xFB, 0x9C, 0x64],
      [0xFF, 0xD8, 0xFF, 0xE0], [0x89, 0x50, 0x4E, 0x47],
    ] as [[UInt8]])
  func strangers(bytes: [UInt8]) {
    #expect(AudioFormat.recognized(in: bytes) == nil)
  }

  @Test(
    "Formats that are not read are named",
    arguments: [
      (Array("\0\0\0\u{20}ftypM4A ".utf8), "M4A"), (Array("MThd\0\0\0\u{6}".utf8), "MIDI"),
      ([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], "WMA"),
      ([0xFF, 0xF1, 0x50, 0x80], "AAC"), (Array("caff\0\u{1}\0\0".utf8), "CAF"),
    ] as [([UInt8], String)])
  func foreignFormats(bytes: [UInt8], name: String) throws {
    let error = #expect(throws: MediaError.self) {
      try AudioClip(decoding: bytes, source: "song")
    }
    guard case .unsupported("song", let feature) = try #require(error) else {
      Issue.record("\(String(describing: error)) does not say that the format is unsupported")
      return
    }
    #expect(feature.contains(name))
  }
}
