import Jobs
import Media
import Testing
import TokenStreams

@Suite("Output formats and sizes")
struct OutputFormatTests {
  @Test(
    "are named by extensions, in any case",
    arguments: [
      ("a.png", MediaKind.image, "png"), ("a.PNG", .image, "png"), ("a.jpeg", .image, "jpg"),
      ("x.y/a.JPG", .image, "jpg"), ("a.wav", .audio, "wav"), ("a.b.flac", .audio, "flac"),
      ("plain", .image, "png"), ("x.y/plain", .audio, "wav"), (".png", .image, "png"),
    ])
  func extensions(path: String, kind: MediaKind, written: String) throws {
    let format = try OutputFormat(path: path, kind: kind)
    #expect(format.fileExtension(for: kind) == written)
  }

  @Test("that are not written, or of the other kind, are refused")
  func refused() {
    for (path, name) in [("a.webp", "webp"), ("a.mp3", "mp3"), ("a.", ""), ("a.tess", "tess")] {
      #expect(throws: OutputFormatError.unknown(path: path, fileExtension: name)) {
        try OutputFormat(path: path, kind: .image)
      }
    }
    #expect(throws: OutputFormatError.wrongKind(path: "a.wav", media: .image)) {
      try OutputFormat(path: "a.wav", kind: .image)
    }
    #expect(throws: OutputFormatError.wrongKind(path: "a.JPG", media: .audio)) {
      try OutputFormat(path: "a.JPG", kind: .audio)
    }
  }

  @Test("one choice for each kind, the other kept")
  func choices() throws {
    var format = OutputFormat()
    #expect(format == OutputFormat(image: .png, audio: .wavInteger16))
    #expect(try format.take("flac") == .audio)
    #expect(try format.take("jpg") == .image)
    #expect(format.audio == .flacInteger16)
    #expect(format.image.format == .jpeg)
    #expect(throws: OutputFormatError.unknown(path: nil, fileExtension: "gif")) {
      try format.take("gif")
    }
    #expect(format.fileExtension(for: .image) == "jpg")
    #expect(OutputFormat(audio: .flacInteger24).fileExtension(for: .audio) == "flac")
    #expect(OutputFormat(audio: .wavFloat32).fileExtension(for: .audio) == "wav")
  }

  @Test("rates are bits per pixel or per second")
  func sizes() {
    let picture = MediaSize(.image(width: 20, height: 10))
    #expect(picture == .pixels(200))
    #expect(picture.rate(ofBits: 50) == 0.25)
    #expect(picture.rateUnit == "bpp")
    let sound = MediaSize(.audio(sampleRate: 8000, channels: 2, sampleCount: 4000))
    #expect(sound == .seconds(0.5))
    #expect(sound.rate(ofBits: 1000) == 2000)
    #expect(sound.rateUnit == "bit/s")
    #expect(MediaSize.seconds(0).rate(ofBits: 32) == 0)
    #expect(MediaSize.pixels(0).rate(ofBits: 32) == 32)
  }
}
