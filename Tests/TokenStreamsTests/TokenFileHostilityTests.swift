import Bytes
import TestSupport
import Testing
import TokenStreams

/// Files whose checksums are right and whose contents are not: written by hand, part by part.
@Suite("A token file made to deceive is refused")
struct TokenFileHostilityTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("the form itself is right: an honest item is read")
  func honest() throws {
    let file = try Forged.tokenFile(
      item: Forged.item(), payloads: [[0b10_0011]], in: folder)
    #expect(file.damage == nil)
    #expect(try file.item(at: 0).codes.stack.codes == [3, 0, 4, 0])
  }

  @Test(
    "numbers that contradict each other",
    arguments: [
      Forged.item(tokenizer: 1), Forged.item(tokenizer: -1),
      Forged.item(tokenizer: .max),
      Forged.item(extents: "[]"), Forged.item(extents: "[1,2]"),
      Forged.item(extents: "[-2]"),
      Forged.item(extents: "[9223372036854775807]"),
      Forged.item(extents: "[4294967296,4294967296]"),
      Forged.item(extents: "[67108865]"),
      Forged.item(extents: "[67108864]", chunkPositions: 1),
      Forged.item(extents: "[2.5]"), Forged.item(extents: "[1e400]"),
      Forged.item(extents: "null"),
      Forged.item(depth: "3"), Forged.item(depth: "-1"),
      Forged.item(depth: "9223372036854775807"),
      Forged.item(chunkPositions: 0), Forged.item(chunkPositions: -4),
      Forged.item(chunkPositions: 65_537),
      Forged.item(chunkPositions: 1), Forged.item(chunkBytes: "[]"),
      Forged.item(chunkBytes: "[1,1]"),
      Forged.item(chunkBytes: "[0]"), Forged.item(chunkBytes: "[2]"),
      Forged.item(chunkBytes: "[-1]"),
      Forged.item(chunkBytes: "[9223372036854775807]"),
      Forged.item(depth: nil, chunkBytes: "[4]"),
      Forged.item(original: #"{"width":4,"height":4}"#),
      Forged.item(original: "{}"),
      Forged.item(original: #"{"channels":0,"sampleCount":9,"sampleRate":8000}"#),
      Forged.item(original: #"{"channels":1,"sampleCount":-1,"sampleRate":8000}"#),
      Forged.item(original: #"{"channels":1,"sampleCount":9,"sampleRate":0}"#),
      Forged.item(side: #"{"gain":1e300}"#),
      Forged.item(side: #"{"gain":"loud"}"#), Forged.item(side: "[]"),
      "", "{}", "[]", "null", "\u{0}", String(repeating: "[", count: 100_000),
    ])
  func contradiction(item: String) throws {
    let file = try Forged.tokenFile(item: item, payloads: [[0]], in: folder)
    #expect(throws: TokenFileError.self) { try file.itemHeader(at: 0) }
    #expect(throws: TokenFileError.self) { try file.salvagedItem(at: 0) }
  }

  @Test(
    "names that lead out of a folder",
    arguments: ["", "..", ".", "/etc/passwd", "a/../../b", "a//b", "a/", "../b", "a/./b"])
  func names(name: String) throws {
    let file = try Forged.tokenFile(
      item: Forged.item(name: name), payloads: [[0]], name: name, in: folder)
    #expect(throws: TokenFileError.self) { try file.itemHeader(at: 0) }
  }

  @Test("a slash that carries an accent still separates parts")
  func accentedSlash() throws {
    let name = "../\u{301}b"
    let file = try Forged.tokenFile(
      item: Forged.item(name: name), payloads: [[0]], name: name, in: folder)
    #expect(throws: TokenFileError.self) { try file.itemHeader(at: 0) }
  }

  @Test("the index and the item must agree on the name")
  func otherName() throws {
    let file = try Forged.tokenFile(
      item: Forged.item(), payloads: [[0]], name: "m", in: folder)
    #expect(throws: TokenFileError.self) { try file.itemHeader(at: 0) }
  }

  @Test(
    "payloads that do not fit: a code outside 0..<5, filling bits, depth 3 of 2, missing codes",
    arguments: [
      (Forged.item(), [0b00_0101]), (Forged.item(), [0b0100_0000]),
      (Forged.item(depth: nil), [0b0000_0011]),
      (Forged.item(depth: nil), [0b0001_0101]),
      (Forged.item(depth: nil, chunkBytes: "[2]"), [0, 0]),
    ] as [(String, [UInt8])])
  func payload(item: String, payload: [UInt8]) throws {
    let file = try Forged.tokenFile(item: item, payloads: [payload], in: folder)
    #expect(throws: TokenFileError.self) { try file.item(at: 0) }
    let (salvaged, damaged) = try file.salvagedItem(at: 0)
    #expect(damaged.map(\.positions) == [0..<2])
    #expect(salvaged.codes.stack.depths == [0, 0])
  }

  @Test("codes that take no bits cannot fill the memory")
  func codesWithoutBits() throws {
    let header = Forged.header.replacing(
      "[5,1]", with: "[\(Array(repeating: "1", count: 255).joined(separator: ","))]")
    let item = Forged.item(
      extents: "[1310720]", depth: "255", chunkPositions: 65_536,
      chunkBytes: "[\(Array(repeating: "0", count: 20).joined(separator: ","))]")
    let file = try Forged.tokenFile(
      header: header, item: item, payloads: Array(repeating: [], count: 20), in: folder)
    #expect(throws: TokenFileError.self) { try file.itemHeader(at: 0) }
  }

  @Test(
    "file headers that say nothing possible",
    arguments: [
      "", "[]", "{}", Forged.header.replacing("[5,1]", with: "[]"),
      Forged.header.replacing("[5,1]", with: "[0]"),
      Forged.header.replacing("[5,1]", with: "[-1]"),
      Forged.header.replacing("[5,1]", with: "[4294967296]"),
      Forged.header.replacing(
        "[5,1]", with: "[\(Array(repeating: "2", count: 256).joined(separator: ","))]"),
      Forged.header.replacing("frames", with: "spiral"),
      Forged.header.replacing("audio", with: "smell"),
      Forged.header.replacing("000", with: "xyz"),
      Forged.header.replacing("00", with: ""),
    ])
  func fileHeaders(header: String) throws {
    #expect(throws: TokenFileError.self) {
      try Forged.tokenFile(
        header: header, item: Forged.item(), payloads: [[0]], in: folder)
    }
  }

  /// Offsets count from the start of the index, or back from the end of the file.
  @Test(
    "an index that deceives is not believed: offsets, name lengths, names, its place, the count",
    arguments: [
      (0, 1), (1, 1), (7, 0x80), (8, 1), (9, 0xFF), (10, 0xFF), (40, 1),
      (-24, 1), (-23, 4), (-17, 0xFF), (-16, 1), (-16, 5), (-9, 0xFF),
    ])
  func index(offset: Int, flip: UInt8) throws {
    var bytes = try TokenFileExamples.fileBytes(in: folder)
    let footer = bytes.count - 24
    var pointers = ByteReader(Array(bytes[footer...]))
    let start = Int(try pointers.integer(UInt64.self))
    bytes[offset < 0 ? bytes.count + offset : start + offset] ^= flip
    var end = ByteWriter()
    end.append(integer: CRC32C.checksum(bytes[start..<footer + 16]))
    end.append(Array("SSET".utf8))
    let path = folder.file("index.tess")
    try TokenFileExamples.overwrite(path, with: Array(bytes[..<(footer + 16)]) + end.bytes)
    let file = try TokenFile(path: path)
    let items = try TokenFileExamples.items()
    let report = try #require(file.damage)
    guard case .damagedIndex(path, _, items.count) = report else { throw report }
    for (number, item) in items.enumerated() { #expect(try file.item(at: number) == item) }
  }

  @Test("other files and other versions")
  func otherFiles() throws {
    let path = folder.file("other")
    for bytes in [[], [0x89], Array("hello world, this is text".utf8)] as [[UInt8]] {
      try TokenFileExamples.overwrite(path, with: bytes)
      #expect(throws: TokenFileError.notATokenFile(path: path)) { try TokenFile(path: path) }
    }
    var bytes = try TokenFileExamples.fileBytes(in: folder)
    bytes[8] = 2
    try TokenFileExamples.overwrite(path, with: bytes)
    #expect(throws: TokenFileError.unsupportedVersion(path: path, found: 2, supported: 1)) {
      try TokenFile(path: path)
    }
    #expect(throws: FileError.self) { try TokenFile(path: folder.path) }
    #expect(throws: FileError.self) { try TokenFile(path: folder.file("missing")) }
  }
}
