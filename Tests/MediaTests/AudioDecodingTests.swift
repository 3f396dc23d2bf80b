import Bytes
import Glibc
import Media
import TestSupport
import Testing

/// The sine that the fixtures hold.
private func fixtureSine(_ count: Int) -> [Float] {
  (0..<count).map { Float(0.5 * sin(2 * .pi * 440 * Double($0) / 16_000)) }
}

@Suite("Decoding sound files")
struct AudioDecodingTests {
  /// A file of 440 Hz and how far its samples may be from the sine: a step of its integers (their writer
  /// truncated), or what its lossy coding does away from the ends.
  struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    let count: Int
    let tolerance: Double
    var edge = 0
    var testDescription: String { name }
  }

  static let samples = [
    Sample(name: "wav_integer8.wav", count: 800, tolerance: 1.0 / 128),
    Sample(name: "wav_integer24.wav", count: 800, tolerance: 1.0 / 8_388_608),
    Sample(name: "wav_integer32.wav", count: 800, tolerance: 3e-8),
    Sample(name: "wav_float32.wav", count: 400, tolerance: 3e-8),
    Sample(name: "wav_float64.wav", count: 400, tolerance: 3e-8),
    Sample(name: "wav_ulaw.wav", count: 800, tolerance: 0.016),
    Sample(name: "aiff_integer16.aiff", count: 800, tolerance: 1.0 / 32_768),
    Sample(name: "ogg_vorbis.ogg", count: 3200, tolerance: 0.03, edge: 400),
    Sample(name: "ogg_opus.opus", count: 3200, tolerance: 0.03, edge: 400),
    Sample(name: "layer3.mp3", count: 3200, tolerance: 0.03, edge: 400),
  ]

  @Test("Every format that is read gives back the sine", arguments: samples)
  func formats(sample: Sample) throws {
    let clip = try AudioClip(
      contentsOf: ProjectFiles.path("Tests/MediaTests/Fixtures/" + sample.name))
    #expect(clip.sampleRate == 16_000)
    #expect(clip.sampleCount == sample.count)
    let kept = sample.edge..<sample.count - sample.edge
    let closeness = Closeness(
      Array(clip.channels[0][kept]), Array(fixtureSine(sample.count)[kept]))
    #expect(closeness.largestDifference <= sample.tolerance, "\(closeness)")
  }

  @Test("Interleaved channels come apart")
  func channels() throws {
    let path = ProjectFiles.path("Tests/MediaTests/Fixtures/wav_float32.wav")
    let clip = try AudioClip(contentsOf: path)
    #expect(clip.channels.count == 2)
    #expect(clip.channels[1] == clip.channels[0].map { $0 * -0.5 })
  }

  @Test(
    "Recorded samples have their published extent",
    arguments: [
      ("speech_en.wav", 16_000), ("strings.wav", 16_000), ("speech_de.flac", 16_000),
      ("piano_notes.flac", 16_000),
    ])
  func recordings(name: String, rate: Int) throws {
    let clip = try AudioClip(contentsOf: ProjectFiles.path("Assets/samples/" + name))
    #expect(clip.sampleRate == rate)
    #expect(clip.channels.count == 1)
    #expect(clip.seconds > 1)
    #expect(clip.channels[0].allSatisfy { (-1..<1).contains($0) })
    #expect(clip.channels[0].contains { abs($0) > 0.05 })
  }

  @Test("The content decides, not the name")
  func misleadingName() throws {
    let folder = try TemporaryFolder()
    let clip = AudioClip(sampleRate: 8000, channels: [[0, 0.5, -0.5]])
    let path = try folder.write(clip.encoded(as: .flacInteger16), to: "sound.wav")
    #expect(try AudioClip(contentsOf: path) == clip)
  }

  @Test("A missing file and a folder are file errors")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FileError.self) { try AudioClip(contentsOf: folder.file("none.wav")) }
    #expect(throws: FileError.self) { try AudioClip(contentsOf: folder.path) }
  }
}
