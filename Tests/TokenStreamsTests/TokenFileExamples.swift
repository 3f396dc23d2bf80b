import Bytes
import Glibc
import TestSupport
import TokenStreams

/// Items and headers that the tests of token files share.
enum TokenFileExamples {
  /// Codes without a pattern, the same in every run, each within its vocabulary.
  static func stack(_ sizes: [Int], depths: [UInt8], seed: UInt64 = 1) throws -> CodeStack {
    let vocabulary = Vocabulary(sizes: sizes)
    var state = seed
    var codes: [UInt32] = []
    for depth in depths {
      for stage in 0..<Int(depth) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        codes.append(UInt32((state >> 33) % UInt64(sizes[stage])))
      }
    }
    return try CodeStack(vocabulary: vocabulary, depths: depths, codes: codes)
  }

  /// A tokenizer of this layout and vocabulary.
  static func tokenizer(
    _ layout: CodeLayout, _ sizes: [Int], media: MediaKind = .image
  ) -> TokenizerDescription {
    TokenizerDescription(
      id: "example-\(layout.rawValue)", weights: SHA256Digest(of: [UInt8(sizes.count)]),
      media: media, layout: layout, vocabulary: Vocabulary(sizes: sizes), policy: "all")
  }

  /// Three tokenizers, one a layout, of small vocabularies.
  static let header = TokenFileHeader(
    software: "tessera test",
    tokenizers: [
      tokenizer(.grid, [5]), tokenizer(.sequence, [1000]),
      tokenizer(.frames, [1024, 3, 7], media: .audio),
    ])

  /// Items of every layout, uniform and varying depth, one without positions; in chunks of 4 they
  /// have 0 to 4 chunks.
  static func items() throws -> [TokenItem] {
    let image = OriginalMedia.image(width: 640, height: 480)
    let sound = OriginalMedia.audio(sampleRate: 24_000, channels: 2, sampleCount: 3_840)
    return [
      TokenItem(
        name: "pictures/a.png", tokenizer: 0, original: image,
        codes: try ItemCodes(
          layout: .grid, extents: [2, 5],
          stack: stack([5], depths: Array(repeating: 1, count: 10)))),
      TokenItem(
        name: "b.png", tokenizer: 1, original: image,
        codes: .sequence(
          CodeSequence(stack: try stack([1000], depths: [1, 1, 0, 1, 1, 0], seed: 2)))),
      TokenItem(
        name: "ton/ä.wav", tokenizer: 2, original: sound,
        codes: .frames(
          CodeFrames(
            stack: try stack(
              [1024, 3, 7], depths: (0..<13).map { UInt8($0 % 4) }, seed: 3))),
        sideInformation: ["gain": 0.1, "offset": -3]),
      TokenItem(
        name: "empty", tokenizer: 1, original: image,
        codes: .sequence(CodeSequence(stack: try stack([1000], depths: [])))),
      TokenItem(
        name: "last.wav", tokenizer: 2, original: sound,
        codes: .frames(
          CodeFrames(
            stack: try stack(
              [1024, 3, 7], depths: Array(repeating: 2, count: 9), seed: 4)))),
    ]
  }

  /// Writes a token file and returns its path.
  static func write(
    _ items: [TokenItem], header: TokenFileHeader = header, chunkPositions: Int = 4,
    to path: String
  ) throws -> String {
    var writer = try TokenFileWriter(path: path, header: header, chunkPositions: chunkPositions)
    for item in items { try writer.append(item) }
    try writer.commit()
    return path
  }

  /// The bytes of the example items' file.
  static func fileBytes(in folder: TemporaryFolder) throws -> [UInt8] {
    try MappedFile(path: write(items(), to: folder.file("example.tess"))).allBytes()
  }

  /// Overwrites a file in place: `AtomicFile` waits for the disk, too slow for thousands of files.
  static func overwrite(_ path: String, with bytes: [UInt8]) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    guard descriptor >= 0, Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw FileError.unwritable(path: path, reason: "overwrite")
    }
  }
}
