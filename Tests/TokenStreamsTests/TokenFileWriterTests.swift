import Bytes
import TestSupport
import Testing
import TokenStreams

@Suite("A token file is written whole or not at all")
struct TokenFileWriterTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static func item(
    name: String = "x", tokenizer: Int = 1, original: OriginalMedia = .image(width: 1, height: 1),
    sizes: [Int] = [1000], side: [String: Float] = [:]
  ) throws -> TokenItem {
    TokenItem(
      name: name, tokenizer: tokenizer, original: original,
      codes: .sequence(
        CodeSequence(stack: try TokenFileExamples.stack(sizes, depths: [1, 1]))),
      sideInformation: side)
  }

  @Test("an item that does not fit the header is refused, the next one is taken")
  func unusableItems() throws {
    let path = folder.file("items.tess")
    var writer = try TokenFileWriter(path: path, header: TokenFileExamples.header)
    let unusable = try [
      Self.item(tokenizer: 3), Self.item(tokenizer: -1), Self.item(tokenizer: 0),
      Self.item(sizes: [999]), Self.item(side: ["gain": .nan]),
      Self.item(side: ["gain": .infinity]),
      Self.item(original: .audio(sampleRate: 1, channels: 1, sampleCount: 1)),
      Self.item(original: .image(width: 0, height: 1)), Self.item(name: "/x"), Self.item(name: ""),
      Self.item(name: "a\0b"), Self.item(name: String(repeating: "x", count: 65_536)),
    ]
    var refusals = 0
    for item in unusable {
      do {
        try writer.append(item)
      } catch let error as TokenFileError {
        guard case .unusableItem(path, item.name, _) = error else { throw error }
        refusals += 1
      }
    }
    #expect(refusals == unusable.count)
    let longest = try Self.item(name: String(repeating: "x", count: 65_535))
    try writer.append(longest)
    try writer.commit()
    #expect(try TokenFile(path: path).item(at: 0) == longest)
    #expect(try TokenFile(path: path).count == 1)
  }

  @Test("a writer that is dropped leaves what stood there")
  func dropped() throws {
    let path = try folder.write([1, 2, 3], to: "kept.tess")
    do {
      var writer = try TokenFileWriter(path: path, header: TokenFileExamples.header)
      try writer.append(Self.item())
    }
    #expect(try MappedFile(path: path).allBytes() == [1, 2, 3])
    #expect(try Folder.names(in: folder.path) == ["kept.tess"])
  }

  @Test("a full disk and a missing folder are errors")
  func unwritable() throws {
    #expect(throws: FileError.self) {
      try TokenFileExamples.write(TokenFileExamples.items(), to: "/dev/full")
    }
    #expect(throws: FileError.self) {
      try TokenFileExamples.write([], to: folder.file("missing/items.tess"))
    }
  }
}
