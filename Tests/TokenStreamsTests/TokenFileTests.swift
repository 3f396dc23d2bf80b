import Bytes
import TestSupport
import Testing
import TokenStreams

@Suite("A token file gives back the items that were written")
struct TokenFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func roundTrip(
    _ items: [TokenItem], header: TokenFileHeader, chunkPositions: Int
  ) throws -> TokenFile {
    let path = try TokenFileExamples.write(
      items, header: header, chunkPositions: chunkPositions, to: folder.file("items.tess"))
    let file = try TokenFile(path: path)
    #expect(file.header == header)
    #expect(file.damage == nil)
    #expect(file.names == items.map(\.name))
    for (index, item) in items.enumerated() { #expect(try file.item(at: index) == item) }
    return file
  }

  @Test(
    "all layouts, uniform and varying depths, no positions", arguments: [1, 3, 4, 4_096, 65_536])
  func layouts(chunkPositions: Int) throws {
    _ = try roundTrip(
      TokenFileExamples.items(), header: TokenFileExamples.header, chunkPositions: chunkPositions)
  }

  @Test(
    "vocabularies from 1 to 2^32 - 1 codes",
    arguments: [1, 2, 3, 4, 5, 1_000, 1_024, 65_536, 1 << 20, Int(UInt32.max)])
  func vocabularies(size: Int) throws {
    let header = TokenFileHeader(
      software: "", tokenizers: [TokenFileExamples.tokenizer(.grid, [size])])
    var stack = try TokenFileExamples.stack([size], depths: Array(repeating: 1, count: 60))
    stack = try CodeStack(
      vocabulary: stack.vocabulary, depths: stack.depths,
      codes: [0, UInt32(size - 1)] + stack.codes.dropFirst(2))
    let item = TokenItem(
      name: "x", tokenizer: 0, original: .image(width: 1, height: 1),
      codes: try ItemCodes(layout: .grid, extents: [6, 10], stack: stack))
    let file = try roundTrip([item], header: header, chunkPositions: 7)
    let payload = try file.itemHeader(at: 0).chunkByteCounts
    let bits = stack.vocabulary.bits(ofStage: 0)
    #expect(payload == Array(repeating: (7 * bits + 7) / 8, count: 8) + [(4 * bits + 7) / 8])
  }

  @Test("1 to 8 stages and 255, every depth", arguments: [1, 2, 3, 4, 5, 6, 7, 8, 255])
  func stages(count: Int) throws {
    let sizes = (0..<count).map { 2 + $0 * 37 }
    let header = TokenFileHeader(
      software: "", tokenizers: [TokenFileExamples.tokenizer(.frames, sizes, media: .audio)])
    let varying = (0...count).map { UInt8($0) } + (0...count).reversed().map { UInt8($0) }
    let all = [varying] + [0, count / 2, count].map { Array(repeating: UInt8($0), count: 11) }
    let items = try all.enumerated().map { index, depths in
      TokenItem(
        name: "\(index)", tokenizer: 0,
        original: .audio(sampleRate: 1, channels: 1, sampleCount: 0),
        codes: .frames(CodeFrames(stack: try TokenFileExamples.stack(sizes, depths: depths))))
    }
    let file = try roundTrip(items, header: header, chunkPositions: 5)
    #expect(try file.itemHeader(at: 0).depth == nil)
    #expect(try file.itemHeader(at: 3).depth == count)
  }

  @Test("any of a thousand items is found by number and by name")
  func randomAccess() throws {
    let items = try (0..<1_000).map { index in
      TokenItem(
        name: "folder/\(index).png", tokenizer: 1, original: .image(width: index + 1, height: 7),
        codes: .sequence(
          CodeSequence(
            stack: try TokenFileExamples.stack(
              [1000], depths: Array(repeating: 1, count: index % 40), seed: UInt64(index)))))
    }
    let path = try TokenFileExamples.write(items, to: folder.file("many.tess"))
    let file = try TokenFile(path: path)
    #expect(file.count == 1_000)
    for index in stride(from: 999, through: 0, by: -37) {
      #expect(try file.item(at: index) == items[index])
      #expect(file.index(named: "folder/\(index).png") == index)
    }
    #expect(file.index(named: "folder/1000.png") == nil)
    #expect(throws: TokenFileError.noSuchItem(path: path, item: 1_000, count: 1_000)) {
      try file.item(at: 1_000)
    }
    #expect(throws: TokenFileError.noSuchItem(path: path, item: -1, count: 1_000)) {
      try file.itemHeader(at: -1)
    }
  }

  @Test("a file without items")
  func noItems() throws {
    let file = try roundTrip([], header: TokenFileExamples.header, chunkPositions: 4)
    #expect(file.count == 0)
  }

  @Test("an item's header comes without its codes")
  func itemHeader() throws {
    let path = try TokenFileExamples.write(
      TokenFileExamples.items(), to: folder.file("items.tess"))
    let header = try TokenFile(path: path).itemHeader(at: 2)
    #expect(header.name == "ton/ä.wav")
    #expect(header.tokenizer == 2)
    #expect(header.original == .audio(sampleRate: 24_000, channels: 2, sampleCount: 3_840))
    #expect(header.extents == [13])
    #expect(header.positionCount == 13)
    #expect(header.depth == nil)
    #expect(header.sideInformation == ["gain": 0.1, "offset": -3])
    #expect(header.chunkPositions == 4)
    #expect(header.chunkByteCounts.count == 4)
    // 13 depths of 2 bits, and per depth 0, 10, 12 or 15 bits of codes.
    #expect(header.payloadByteCount == 6 + 6 + 6 + 1)
  }

  @Test("side information keeps every bit of a float")
  func sideInformation() throws {
    let floats: [Float] = [
      0, -0.0, 0.1, -1 / 3, .pi, .leastNonzeroMagnitude, .leastNormalMagnitude,
      .greatestFiniteMagnitude,
      .ulpOfOne, 1e-20, 16_777_215, -123_456.78,
    ]
    let side = Dictionary(uniqueKeysWithValues: floats.map { ("\($0)", $0) })
    let item = TokenItem(
      name: "x", tokenizer: 1, original: .image(width: 1, height: 1),
      codes: .sequence(CodeSequence(stack: try TokenFileExamples.stack([1000], depths: [1]))),
      sideInformation: side)
    let path = try TokenFileExamples.write([item], to: folder.file("side.tess"))
    let found = try TokenFile(path: path).item(at: 0).sideInformation
    #expect(found.mapValues(\.bitPattern) == side.mapValues(\.bitPattern))
  }

  @Test("the same items give the same bytes, keys in byte order")
  func determinism() throws {
    let items = try TokenFileExamples.items().map { item in
      TokenItem(
        name: item.name, tokenizer: item.tokenizer, original: item.original, codes: item.codes,
        sideInformation: ["a10": 1, "a9": 2, "B": 3, "é": 4, "": 5, "z": 6])
    }
    let one = try TokenFileExamples.write(items, to: folder.file("one.tess"))
    let other = try TokenFileExamples.write(items, to: folder.file("other.tess"))
    let bytes = try MappedFile(path: one).allBytes()
    #expect(try bytes == MappedFile(path: other).allBytes())
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains(#""side":{"":5,"B":3,"a10":1,"a9":2,"z":6,"é":4}"#))
  }

  @Test("the first eight bytes tell a token file")
  func recognition() throws {
    let bytes = try TokenFileExamples.fileBytes(in: folder)
    #expect(TokenFile.recognizes(Array(bytes.prefix(8))))
    #expect(!TokenFile.recognizes(Array(bytes.prefix(7))))
    #expect(!TokenFile.recognizes([]))
    #expect(!TokenFile.recognizes([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
  }
}
