import Bytes
import Media
import TestSupport
import Testing
import TokenStreams

@Suite("What decode writes")
struct DecodeTests {
  let folder: TemporaryFolder
  let tokens: String

  init() throws {
    folder = try TemporaryFolder()
    tokens = folder.file("tokens.tess")
    try expectSuccess("encode", Samples.picture, Samples.sound, "-o", tokens)
  }

  private func start(of name: String) throws -> [UInt8] {
    let file = try MappedFile(path: folder.file(name))
    return file.bytes(in: 0..<min(64, file.count))
  }

  @Test("many items go into a folder under their own names")
  func intoFolder() throws {
    let run = try expectSuccess("decode", tokens, "-o", folder.file("out"))
    #expect(
      run.output == folder.file("out/ship.png") + "\n" + folder.file("out/speech_en.wav") + "\n")
    #expect(try Folder.names(in: folder.file("out")) == ["ship.png", "speech_en.wav"])
    #expect(try ImageFormat.recognized(in: start(of: "out/ship.png")) == .png)
    #expect(try AudioFormat.recognized(in: start(of: "out/speech_en.wav")) == .wav)
  }

  @Test("--format chooses the formats of a folder")
  func formats() throws {
    try expectSuccess(
      "decode", tokens, "-o", folder.file("out") + "/", "--format", "jpg", "--format", "flac")
    #expect(try Folder.names(in: folder.file("out")) == ["ship.jpg", "speech_en.flac"])
    #expect(try ImageFormat.recognized(in: start(of: "out/ship.jpg")) == .jpeg)
    #expect(try AudioFormat.recognized(in: start(of: "out/speech_en.flac")) == .flac)
  }

  @Test(
    "--item decodes one item, into the format of the output's extension",
    arguments: [("ship.jpg", "one.jpg"), ("ship.jpg", "one.png")])
  func pictureItem(name: String, output: String) throws {
    try expectSuccess("decode", tokens, "-o", folder.file(output), "--item", name)
    #expect(try folder.names == [output, "tokens.tess"])
    let format: ImageFormat = output.hasSuffix("jpg") ? .jpeg : .png
    #expect(try ImageFormat.recognized(in: start(of: output)) == format)
    let image = try PixelImage(contentsOf: folder.file(output))
    #expect(image.width == 384 && image.height == 261)
  }

  @Test("a sound is written as FLAC with the samples that WAV gets")
  func soundItem() throws {
    for output in ["one.flac", "one.wav"] {
      try expectSuccess("decode", tokens, "-o", folder.file(output), "--item", "speech_en.wav")
    }
    #expect(try AudioFormat.recognized(in: start(of: "one.flac")) == .flac)
    #expect(
      try AudioClip(contentsOf: folder.file("one.flac"))
        == AudioClip(contentsOf: folder.file("one.wav")))
  }

  @Test("one item goes into a folder that is there, or that the output can only be")
  func itemIntoFolder() throws {
    try Folder.make(folder.file("a.folder"))
    for output in ["a.folder", "b", "c.d/", "e/f"] {
      try expectSuccess("decode", tokens, "-o", folder.file(output), "--item", "ship.jpg")
      #expect(try Folder.names(in: folder.file(output)) == ["ship.png"])
    }
  }

  @Test("decoding is the same on every number of threads")
  func threads() throws {
    for count in ["1", "8"] {
      try expectSuccess("decode", tokens, "-o", folder.file("out\(count)"), "--threads", count)
    }
    for name in ["ship.png", "speech_en.wav"] {
      #expect(
        try MappedFile(path: folder.file("out1/" + name)).allBytes()
          == MappedFile(path: folder.file("out8/" + name)).allBytes())
    }
  }

  /// Claims that no memory can hold, and the option that would have to allow them.
  static let claims: [(original: OriginalMedia, flag: String)] = [
    (.image(width: 60_000, height: 60_000), "--pixel-limit"),
    (.image(width: Int(Int32.max), height: Int(Int32.max)), "--pixel-limit"),
    (.audio(sampleRate: 16_000, channels: 1, sampleCount: 1 << 40), "--duration-limit"),
  ]

  @Test("an item that claims to be enormous is refused before it takes memory", arguments: claims)
  func enormous(original: OriginalMedia, flag: String) throws {
    let forged = folder.file("forged.tess")
    let header = try TokenFile(path: tokens).header
    let tokenizer = try #require(
      header.tokenizers.firstIndex { $0.media == original.kind })
    var writer = try TokenFileWriter(path: forged, header: header, chunkPositions: 65_536)
    try writer.append(
      TokenItem(
        name: "huge", tokenizer: tokenizer, original: original,
        codes: Self.emptyCodes(original, vocabulary: header.tokenizers[tokenizer].vocabulary)))
    try writer.commit()
    let run = try tessera("decode", forged, "-o", folder.file("huge"))
    expectComplaints(run, [forged, "huge", "over the limit", flag])
    #expect(try folder.names == ["forged.tess", "tokens.tess"])
  }

  /// Positions without codes: what a picture of 8x8 patches has, where a file can hold as many.
  private static func emptyCodes(
    _ original: OriginalMedia, vocabulary: Vocabulary
  ) throws -> ItemCodes {
    guard case .image(let width, let height) = original else {
      return .frames(
        CodeFrames(stack: try CodeStack(vocabulary: vocabulary, depths: [0], codes: [])))
    }
    let isPossible = width < 65_536
    let (rows, columns) = isPossible ? (height / 8, width / 8) : (1, 1)
    let stack = try CodeStack(
      vocabulary: vocabulary, depths: Array(repeating: 0, count: rows * columns), codes: [])
    return .grid(try CodeGrid(height: rows, width: columns, stack: stack))
  }

  @Test("the limits are the caller's to set")
  func limits() throws {
    let refused = try tessera("decode", tokens, "-o", folder.file("out"), "--pixel-limit", "1000")
    expectComplaints(refused, [tokens, "ship.jpg", "over the limit of 1000", "--pixel-limit"])
    #expect(try Folder.names(in: folder.file("out")) == ["speech_en.wav"])
    let short = try tessera("decode", tokens, "-o", folder.file("out"), "--duration-limit", "0.5")
    expectComplaints(short, [tokens, "speech_en.wav", "over the limit", "--duration-limit"])
    #expect(try Folder.names(in: folder.file("out")) == ["ship.png", "speech_en.wav"])
  }
}
