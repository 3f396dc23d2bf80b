import Bytes
import TestSupport
import Testing
import TokenStreams

@Suite("The page of the token file says what is written")
struct TokenFilePageTests {
  /// The bytes of the page's dump: lines of an offset, a colon and up to 16 bytes.
  private func bytesOfPage() throws -> [UInt8] {
    let page = try MappedFile(
      path: ProjectFiles.path("Sources/Tessera/Tessera.docc/TokenFile.md")
    ).allBytes()
    var bytes: [UInt8] = []
    for line in String(decoding: page, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, line.hasPrefix("    "),
        Int(parts[0].drop { $0 == " " }, radix: 16) == bytes.count
      else { continue }
      let columns = parts[1].dropFirst().prefix(47)
      bytes += columns.split(separator: " ").compactMap { UInt8($0, radix: 16) }
    }
    return bytes
  }

  @Test func example() throws {
    let vocabulary = Vocabulary(sizes: [1024, 5])
    let header = TokenFileHeader(
      software: "tessera 1",
      tokenizers: [
        TokenizerDescription(
          id: "tiny",
          weights: try #require(SHA256Digest(hexadecimal: String(repeating: "0", count: 64))),
          media: .audio, layout: .frames, vocabulary: vocabulary, policy: "all")
      ])
    let items = [
      TokenItem(
        name: "a.wav", tokenizer: 0,
        original: .audio(sampleRate: 24_000, channels: 1, sampleCount: 1_280),
        codes: .frames(
          CodeFrames(
            stack: try CodeStack(
              vocabulary: vocabulary, depths: [2, 2, 2, 2],
              codes: [1, 2, 1023, 4, 512, 0, 3, 1])))),
      TokenItem(
        name: "b.wav", tokenizer: 0,
        original: .audio(sampleRate: 24_000, channels: 2, sampleCount: 900),
        codes: .frames(
          CodeFrames(
            stack: try CodeStack(
              vocabulary: vocabulary, depths: [0, 2, 1], codes: [7, 3, 1000]))),
        sideInformation: ["gain": 0.5]),
    ]
    let folder = try TemporaryFolder()
    let path = try TokenFileExamples.write(
      items, header: header, chunkPositions: 3, to: folder.file("page.tess"))
    #expect(try MappedFile(path: path).allBytes() == bytesOfPage())
  }
}
