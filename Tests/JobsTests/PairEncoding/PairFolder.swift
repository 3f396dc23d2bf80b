import Bytes
import Exports
import Jobs
import PairEncoding
import Tensors
import TestSupport
import TokenStreams

/// A temporary folder with files of codes in which phrases repeat.
struct PairFolder {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  func file(_ name: String) -> String { folder.file(name) }

  /// All bytes of a file.
  func bytes(_ name: String) throws -> [UInt8] { try MappedFile(path: file(name)).allBytes() }

  /// Codes below a bound with phrases among them, the same for the same seed.
  static func codes(_ count: Int, below bound: Int, seed: UInt64) -> [UInt32] {
    var random = SeededGenerator(seed: seed)
    // Phrases are the same for all seeds, so that what is learned from one helps with others.
    var shared = SeededGenerator(seed: 0)
    let phrases = (0..<5).map { _ in
      (0..<2 + shared.index(below: 4)).map { _ in UInt32(shared.index(below: bound)) }
    }
    var codes: [UInt32] = []
    while codes.count < count {
      switch random.index(below: 8) {
      case 0: codes.append(UInt32(random.index(below: bound)))
      case 1: codes += Array(repeating: UInt32(random.index(below: bound)), count: 5)
      default: codes += phrases[random.index(below: phrases.count)]
      }
    }
    return Array(codes.prefix(count))
  }

  /// Sequences of these lengths.
  static func sequences(_ lengths: [Int], below bound: Int) -> [[UInt32]] {
    lengths.enumerated().map { codes($1, below: bound, seed: UInt64($0 + 1)) }
  }

  /// Writes sequences as lines of JSON.
  func writeLines(_ sequences: [[UInt32]], to name: String = "codes.jsonl") throws -> String {
    try folder.write(Array(sequences.map { "\($0)\n" }.joined().utf8), to: name)
  }

  /// Writes one array.
  func writeArray(
    shape: [Int], _ codes: [UInt32], to name: String = "codes.npy"
  ) throws -> String {
    try folder.write(
      NumpyFile.bytes(shape: shape, codes.map { Int32(bitPattern: $0) }), to: name)
  }

  /// A tokenizer that never was.
  static func tokenizer(
    _ id: String, _ layout: CodeLayout, _ sizes: [Int]
  ) -> TokenizerDescription {
    TokenizerDescription(
      id: id, weights: SHA256Digest(of: Array(id.utf8)),
      media: layout == .frames ? .audio : .image, layout: layout,
      vocabulary: Vocabulary(sizes: sizes), policy: "all", preparation: "cropped")
  }

  /// Writes a token file with an item of each extent, every position with a code of each codebook.
  func writeTokens(
    _ layout: CodeLayout, extents: [[Int]], sizes: [Int], id: String? = nil,
    to name: String = "codes.tess"
  ) throws -> String {
    let tokenizer = Self.tokenizer(id ?? layout.rawValue, layout, sizes)
    var writer = try TokenFileWriter(
      path: file(name), header: TokenFileHeader(software: "test", tokenizers: [tokenizer]))
    for (index, extents) in extents.enumerated() {
      let count = extents.reduce(1, *)
      let columns = sizes.enumerated().map { stage, size in
        Self.codes(count, below: size, seed: UInt64(100 * index + stage + 1))
      }
      let stack = try CodeStack(
        vocabulary: tokenizer.vocabulary,
        depths: Array(repeating: UInt8(sizes.count), count: count),
        codes: (0..<count).flatMap { position in columns.map { $0[position] } })
      try writer.append(
        TokenItem(
          name: "\(name)/\(index)", tokenizer: 0,
          original: layout == .frames
            ? .audio(sampleRate: 24_000, channels: 1, sampleCount: 320 * count + 7)
            : .image(width: 24 + index, height: 16),
          codes: ItemCodes(layout: layout, extents: extents, stack: stack),
          sideInformation: ["gain": Float(index) / 4]))
    }
    try writer.commit()
    return file(name)
  }

  /// All items of a token file.
  static func items(_ path: String) throws -> [TokenItem] {
    let file = try TokenFile(path: path)
    return try (0..<file.count).map { try file.item(at: $0) }
  }

  /// All sequences of a file, one array each.
  static func sequences(
    _ path: String, _ selection: TokenInput.CodeSelection = .interleaved()
  ) throws -> [[UInt32]] {
    let sequences = try TokenInput([path], selection: selection).sequences()
    return (0..<sequences.count).map { Array(sequences[$0]) }
  }

  /// Learns a vocabulary and returns its path.
  func train(
    _ inputs: [String],
    _ rule: PairTrainingJob.Rule = .sequences(PairTrainingOptions(goal: .merges(30))),
    codes: TokenInput.CodeSelection = .interleaved(), to name: String = "v.json"
  ) throws -> String {
    _ = try PairTrainingJob(inputs: inputs, rule: rule, codes: codes).run(to: file(name))
    return file(name)
  }
}

extension PairTrainingJob.Rule {
  /// So many merges of neighbours on grids.
  static func grids(merges: Int) -> PairTrainingJob.Rule {
    .grids(GridPairTrainingOptions(mergeCount: merges))
  }

  /// So many merges of neighbours in sequences.
  static func sequences(merges: Int) -> PairTrainingJob.Rule {
    .sequences(PairTrainingOptions(goal: .merges(merges)))
  }
}
