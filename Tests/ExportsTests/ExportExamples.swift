import Bytes
import Exports
import FoundationEssentials
import TestSupport
import TokenStreams

/// Numbers without a pattern, the same in every run (SplitMix64).
struct Randomness: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Codes, files and corpora that several tests share.
enum ExportExamples {
  /// Codes of these depths, each within its codebook.
  static func stack(
    _ sizes: [Int], depths: [Int], using random: inout Randomness
  ) throws -> CodeStack {
    var codes: [UInt32] = []
    for depth in depths {
      for stage in 0..<depth {
        codes.append(UInt32.random(in: 0..<UInt32(sizes[stage]), using: &random))
      }
    }
    return try CodeStack(
      vocabulary: Vocabulary(sizes: sizes), depths: depths.map { UInt8($0) }, codes: codes)
  }

  /// A tokenizer of this layout and vocabulary.
  static func tokenizer(_ layout: CodeLayout, _ sizes: [Int]) -> TokenizerDescription {
    TokenizerDescription(
      id: "example-\(layout.rawValue)", weights: SHA256Digest(of: sizes.map { UInt8($0 & 0xFF) }),
      media: layout == .frames ? .audio : .image, layout: layout,
      vocabulary: Vocabulary(sizes: sizes), policy: "all")
  }

  /// Writes a token file of one tokenizer.
  static func write(
    _ items: [(name: String, codes: ItemCodes)], of tokenizer: TokenizerDescription,
    to path: String
  ) throws {
    var writer = try TokenFileWriter(
      path: path, header: TokenFileHeader(software: "test", tokenizers: [tokenizer]))
    let original: OriginalMedia =
      tokenizer.media == .image
      ? .image(width: 8, height: 8) : .audio(sampleRate: 24_000, channels: 1, sampleCount: 960)
    for (name, codes) in items {
      try writer.append(TokenItem(name: name, tokenizer: 0, original: original, codes: codes))
    }
    try writer.commit()
  }

  /// A grid of one codebook.
  static func grid(_ height: Int, _ width: Int, _ codes: [UInt32], size: Int) throws -> ItemCodes {
    let stack = try CodeStack(
      vocabulary: Vocabulary(sizes: [size]), depths: codes.map { _ in 1 }, codes: codes)
    return .grid(try CodeGrid(height: height, width: width, stack: stack))
  }

  /// Three sequences, of different lengths, with classes and names.
  static func unequal(vocabularySize: Int = 1_000) throws -> TokenCorpus {
    try TokenCorpus(
      TokenSequences([[1, 2, 3], [999], [4, 5, 6, 7]]), vocabularySize: vocabularySize,
      names: ["a/1.png", "b \"quoted\" ä.png", "c"], classes: [2, 0, 1])
  }

  /// Three sequences of four tokens.
  static func equal(vocabularySize: Int = 1_000) throws -> TokenCorpus {
    try TokenCorpus(
      TokenSequences([[1, 2, 3, 4], [0, 999, 5, 6], [7, 8, 9, 10]]),
      vocabularySize: vocabularySize, classes: [2, 0, 1])
  }

  /// Two items of two rows of three tokens.
  static func rows() throws -> TokenCorpus {
    try TokenCorpus(
      records: [
        TokenRecord(name: "x", tokens: [1, 2, 3, 4, 5, 6], rowCount: 2, classID: 7),
        TokenRecord(name: "y", tokens: [6, 5, 4, 3, 2, 1], rowCount: 2, classID: 0),
      ], vocabularySize: 10)
  }

  /// All bytes of a file.
  static func bytes(_ path: String) throws -> [UInt8] {
    try MappedFile(path: path).allBytes()
  }

  /// The fields of the JSON object that a description is.
  static func description(of path: String) throws -> ExportSummary {
    try JSONDecoder().decode(ExportSummary.self, from: Data(bytes(path + ".meta.json")))
  }

  /// The bytes of integers, least significant first.
  static func littleEndian<Element: FixedWidthInteger>(_ values: [Element]) -> [UInt8] {
    var writer = ByteWriter()
    for value in values { writer.append(integer: value) }
    return writer.bytes
  }
}
