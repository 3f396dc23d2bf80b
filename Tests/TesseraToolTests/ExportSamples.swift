import Bytes
import TestSupport
import TokenStreams

/// Token files whose codes are known.
enum ExportSamples {
  /// A tokenizer that never was.
  static func tokenizer(
    _ id: String, _ layout: CodeLayout, _ sizes: [Int]
  ) -> TokenizerDescription {
    TokenizerDescription(
      id: id, weights: SHA256Digest(of: Array(id.utf8)),
      media: layout == .frames ? .audio : .image, layout: layout,
      vocabulary: Vocabulary(sizes: sizes), policy: "all")
  }

  /// Two grids of 2 x 3 codes below 10, in folders `cat` and `dog`.
  static func grids(in folder: TemporaryFolder, name: String = "grids.tess") throws -> String {
    let vocabulary = Vocabulary(sizes: [10])
    let items = try [
      ("dog/a.png", [0, 1, 2, 3, 4, 5] as [UInt32]), ("cat/b.png", [9, 8, 7, 6, 5, 4]),
    ].map { item, codes in
      let stack = try CodeStack(
        vocabulary: vocabulary, depths: [UInt8](repeating: 1, count: 6), codes: codes)
      return (item, ItemCodes.grid(try CodeGrid(height: 2, width: 3, stack: stack)))
    }
    return try write(items, of: tokenizer("grids", .grid, [10]), to: folder.file(name))
  }

  /// One sound of three frames of two codebooks: 1 2 3 and 4 5 6, of 8 codes each.
  static func frames(
    in folder: TemporaryFolder, name: String = "frames.tess", depths: [UInt8] = [2, 2, 2]
  ) throws -> String {
    let all: [[UInt32]] = [[1, 4], [2, 5], [3, 6]]
    let stack = try CodeStack(
      vocabulary: Vocabulary(sizes: [8, 8]), depths: depths,
      codes: zip(all, depths).flatMap { $0.prefix(Int($1)) })
    return try write(
      [("voice.wav", .frames(CodeFrames(stack: stack)))],
      of: tokenizer("my.codec", .frames, [8, 8]), to: folder.file(name))
  }

  private static func write(
    _ items: [(String, ItemCodes)], of tokenizer: TokenizerDescription, to path: String
  ) throws -> String {
    var writer = try TokenFileWriter(
      path: path, header: TokenFileHeader(software: "test", tokenizers: [tokenizer]))
    let original: OriginalMedia =
      tokenizer.media == .image
      ? .image(width: 24, height: 16) : .audio(sampleRate: 24_000, channels: 1, sampleCount: 960)
    for (name, codes) in items {
      try writer.append(TokenItem(name: name, tokenizer: 0, original: original, codes: codes))
    }
    try writer.commit()
    return path
  }
}
