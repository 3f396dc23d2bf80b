import Bytes
import TestSupport
import Testing
import TokenStreams

/// Token files that are sound in themselves and ask a model for what it has not.
@Suite("Codes that a neural model cannot have made are refused")
struct BadCodesTests {
  let folder: TemporaryFolder
  let tokens: String

  init() throws {
    folder = try TemporaryFolder()
    tokens = folder.file("t.tess")
  }

  private struct Lie {
    var vocabulary = [128]
    var layout = CodeLayout.sequence
    var extents = [16]
    var depth = 1
    var size = (width: 48, height: 48)
  }

  /// Writes a file of one good item and one that lies, and expects only the first to be decoded.
  private func expectRefusal(
    _ golden: String, _ lie: Lie, _ words: String...,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let model = try TinyModel(golden, in: folder)
    try expectSuccess("encode", Samples.picture, "--model", model.path, "-o", tokens)
    let file = try TokenFile(path: tokens)
    let honest = file.header.tokenizers[0]
    let description = TokenizerDescription(
      id: honest.id, weights: honest.weights, media: .image, layout: lie.layout,
      vocabulary: Vocabulary(sizes: lie.vocabulary), policy: "all")
    var writer = try TokenFileWriter(
      path: tokens,
      header: TokenFileHeader(software: "test", tokenizers: [honest, description]))
    try writer.append(file.item(at: 0))
    let count = lie.extents.reduce(1, *)
    try writer.append(
      TokenItem(
        name: "lie.png", tokenizer: 1,
        original: .image(width: lie.size.width, height: lie.size.height),
        codes: ItemCodes(
          layout: lie.layout, extents: lie.extents,
          stack: CodeStack(
            vocabulary: Vocabulary(sizes: lie.vocabulary),
            depths: Array(repeating: UInt8(lie.depth), count: count),
            codes: (0..<count * lie.depth).map { UInt32($0 % lie.vocabulary[0]) }))))
    try writer.commit()
    let run = try tessera("decode", tokens, "-o", folder.file("out"), "--model", model.path)
    expectComplaints(run, [tokens, "lie.png"] + words, sourceLocation: sourceLocation)
    #expect(
      try Folder.names(in: folder.file("out")) == ["ship.png"], sourceLocation: sourceLocation)
  }

  @Test("a vocabulary larger or smaller than the codebook", arguments: [127, 129, 1 << 30])
  func vocabulary(size: Int) throws {
    try expectRefusal(TinyModel.pixels, Lie(vocabulary: [size]), "vocabulary is [\(size)]")
    try expectRefusal(
      TinyModel.convolutional,
      Lie(vocabulary: [size], layout: .grid, extents: [8, 8], size: (16, 16)),
      "vocabulary is [\(size)]")
  }

  @Test("two codes a position, or none")
  func depth() throws {
    try expectRefusal(TinyModel.pixels, Lie(vocabulary: [128, 128]), "vocabulary is [128, 128]")
    try expectRefusal(TinyModel.pixels, Lie(depth: 0), "positions without a code")
  }

  @Test("more or fewer codes than the picture has", arguments: [0, 15, 17, 32])
  func count(count: Int) throws {
    try expectRefusal(TinyModel.pixels, Lie(extents: [count]), "has 16")
    try expectRefusal(
      TinyModel.pixels, Lie(extents: [count], size: (4000, 4000)), "4000x4000 has")
  }

  @Test("a grid of other extents than the picture's")
  func grid() throws {
    for extents in [[8, 9], [4, 16], [1, 1], [64, 1]] {
      try expectRefusal(
        TinyModel.convolutional, Lie(layout: .grid, extents: extents, size: (16, 16)),
        "a grid \(extents) where a picture of 16x16 has [8, 8]")
    }
  }

  @Test("another layout")
  func layout() throws {
    try expectRefusal(
      TinyModel.pixels, Lie(layout: .grid, extents: [4, 4]), "a grid, a sequence is needed")
    try expectRefusal(
      TinyModel.convolutional, Lie(extents: [64], size: (16, 16)), "a sequence, a grid is needed")
  }

  @Test("a picture too large to decode")
  func size() throws {
    try expectRefusal(TinyModel.pixels, Lie(size: (1 << 30, 1 << 30)), "1152921504606846976 pixels")
  }

  @Test("a damaged chunk leaves nothing to decode, and is what is reported")
  func damage() throws {
    let model = try TinyModel(TinyModel.pixels, in: folder)
    let inputs = ["ship.jpg", "tulips.png"].map(Samples.path)
    try expectSuccess(tessera(["encode"] + inputs + ["--model", model.path, "-o", tokens]))
    var bytes = try MappedFile(path: tokens).allBytes()
    let header = try #require(bytes.firstRange(of: Array("\"tokenizer\":0}".utf8)))
    bytes[header.upperBound + 4 + 3] ^= 1
    let damaged = try folder.write(bytes, to: "damaged.tess")
    let run = try tessera("decode", damaged, "-o", folder.file("out"), "--model", model.path)
    expectComplaints(run, [damaged, "ship.jpg", "positions"])
    #expect(try Folder.names(in: folder.file("out")) == ["tulips.png"])
  }
}
