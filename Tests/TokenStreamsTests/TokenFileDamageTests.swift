import Bytes
import TestSupport
import Testing
import TokenStreams

@Suite("Damage to a token file is reported and stays where it is")
struct TokenFileDamageTests {
  /// What reading every item of a damaged file came to.
  private struct Outcome {
    var reports = 0
    var lostItems = 0
    var lostChunks = 0
    var wrongCodes = 0
  }

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Reads what can be read and holds it against what was written.
  private func outcome(_ file: TokenFile, _ originals: [TokenItem]) throws -> Outcome {
    var outcome = Outcome()
    if file.damage != nil { outcome.reports += 1 }
    #expect(file.damage != nil || file.count == originals.count)
    outcome.lostItems = originals.count - file.count
    for index in 0..<file.count {
      do {
        let (item, damaged) = try file.salvagedItem(at: index)
        outcome.lostChunks += damaged.count
        if !agrees(item, originals[index], except: damaged) { outcome.wrongCodes += 1 }
        let strict = try? file.item(at: index)
        #expect(strict == (damaged.isEmpty ? originals[index] : nil))
      } catch {
        outcome.lostItems += 1
      }
    }
    outcome.reports += outcome.lostItems + outcome.lostChunks
    return outcome
  }

  /// Whether every position outside the damaged chunks is as it was and those inside are empty.
  private func agrees(
    _ item: TokenItem, _ original: TokenItem, except damaged: [DamagedChunk]
  ) -> Bool {
    let stageCount = original.codes.stack.vocabulary.stageCount
    let lost = damaged.reduce(into: Set<Int>()) { $0.formUnion($1.positions) }
    for stage in 0..<stageCount {
      let found = item.codes.stack.codes(ofStage: stage)
      for (position, code) in original.codes.stack.codes(ofStage: stage).enumerated()
      where found[position] != (lost.contains(position) ? nil : code) { return false }
    }
    return item.name == original.name && item.original == original.original
      && item.codes.extents == original.codes.extents
      && item.sideInformation == original.sideInformation
  }

  @Test(
    "every byte, changed in one bit, its highest bit or all bits", arguments: [0x01, 0x80, 0xFF])
  func everyByte(flip: UInt8) throws {
    let items = try TokenFileExamples.items()
    let original = try TokenFileExamples.fileBytes(in: folder)
    let path = folder.file("damaged.tess")
    var total = Outcome()
    var refused = 0
    for offset in original.indices {
      var bytes = original
      bytes[offset] ^= flip
      try TokenFileExamples.overwrite(path, with: bytes)
      guard let file = try? TokenFile(path: path) else {
        refused += 1
        continue
      }
      let outcome = try outcome(file, items)
      #expect(outcome.reports == 1, "byte \(offset) is reported once, and once only")
      #expect(outcome.wrongCodes == 0, "byte \(offset)")
      total.lostItems += outcome.lostItems
      total.lostChunks += outcome.lostChunks
    }
    // The file's header ends where item 0 begins; payloads and their checksums are the chunks.
    let chunkBytes = try payloadAndSealBytes()
    #expect(total.lostChunks == chunkBytes)
    #expect(refused == itemsStart(of: original))
    let indexBytes = try indexBytes(of: original)
    #expect(total.lostItems + refused + chunkBytes + indexBytes == original.count)
  }

  private func payloadAndSealBytes() throws -> Int {
    let file = try TokenFile(path: folder.file("example.tess"))
    return try (0..<file.count).reduce(0) { sum, index in
      let header = try file.itemHeader(at: index)
      return sum + header.payloadByteCount + 4 * header.chunkByteCounts.count
    }
  }

  private func itemsStart(of bytes: [UInt8]) -> Int {
    12 + 4 + Int(bytes[12]) + Int(bytes[13]) << 8 + 4
  }

  private func indexBytes(of bytes: [UInt8]) throws -> Int {
    var footer = ByteReader(Array(bytes.suffix(24)))
    return bytes.count - Int(try footer.integer(UInt64.self))
  }

  @Test("every prefix is refused or gives the items before its end")
  func everyPrefix() throws {
    let items = try TokenFileExamples.items()
    let original = try TokenFileExamples.fileBytes(in: folder)
    let path = folder.file("cut.tess")
    var foundInLongest = 0
    for count in 0..<original.count {
      try TokenFileExamples.overwrite(path, with: Array(original.prefix(count)))
      guard let file = try? TokenFile(path: path) else {
        #expect(count < itemsStart(of: original))
        continue
      }
      #expect(file.damage != nil)
      #expect(try outcome(file, items).wrongCodes == 0, "\(count) bytes")
      #expect(file.count >= foundInLongest)
      foundInLongest = file.count
    }
    #expect(foundInLongest == items.count)
  }

  @Test("bytes behind the end, or a second file, are reported and cost nothing")
  func appendedBytes() throws {
    let items = try TokenFileExamples.items()
    let original = try TokenFileExamples.fileBytes(in: folder)
    for more in [[0], Array(repeating: 0, count: 5_000), original] {
      let path = folder.file("longer.tess")
      try TokenFileExamples.overwrite(path, with: original + more)
      let file = try TokenFile(path: path)
      #expect(file.damage != nil)
      for (index, item) in items.enumerated() { #expect(try file.item(at: index) == item) }
    }
  }

  @Test("a damaged chunk is named, and the item's other chunks are kept")
  func damagedChunk() throws {
    let items = try TokenFileExamples.items()
    var bytes = try TokenFileExamples.fileBytes(in: folder)
    // The last item's chunks of 4, 4 and 1 positions have 6, 6 and 2 bytes and a checksum each.
    let chunk = bytes.count - (try indexBytes(of: bytes)) - (6 + 4) - (2 + 4)
    bytes[chunk] ^= 4
    let path = folder.file("chunk.tess")
    try TokenFileExamples.overwrite(path, with: bytes)
    let file = try TokenFile(path: path)
    let (item, damaged) = try file.salvagedItem(at: 4)
    #expect(damaged.map(\.positions) == [4..<8])
    #expect(item.codes.stack.depths == [2, 2, 2, 2, 0, 0, 0, 0, 2])
    #expect(agrees(item, items[4], except: damaged))
    let error = try #require(throws: TokenFileError.self) { try file.item(at: 4) }
    #expect(
      "\(error)" == """
        \(path): item 4 (last.wav), chunk 1, positions 4..<8: damaged: its checksum does not match; \
        the other chunks can be read; fetch the file again or encode this item again
        """)
  }

  @Test("chunks and items that changed places are noticed")
  func changedPlaces() throws {
    let stack = try TokenFileExamples.stack([1000], depths: Array(repeating: 1, count: 8))
    let items = (0..<2).map { _ in
      TokenItem(
        name: "same", tokenizer: 1, original: .image(width: 1, height: 1),
        codes: .sequence(CodeSequence(stack: stack)))
    }
    let path = try TokenFileExamples.write(items, to: folder.file("places.tess"))
    let original = try MappedFile(path: path).allBytes()
    let start = itemsStart(of: original)
    let length = (original.count - start - (try indexBytes(of: original))) / 2
    let chunks = start + length - 2 * 9

    var swappedChunks = original
    swappedChunks.replaceSubrange(
      chunks..<chunks + 18, with: original[chunks + 9..<chunks + 18] + original[chunks..<chunks + 9]
    )
    try TokenFileExamples.overwrite(path, with: swappedChunks)
    #expect(try TokenFile(path: path).salvagedItem(at: 0).damaged.count == 2)
    #expect(try TokenFile(path: path).item(at: 1) == items[1])

    var copiedItem = original
    copiedItem.replaceSubrange(
      start + length..<start + 2 * length, with: original[start..<start + length])
    try TokenFileExamples.overwrite(path, with: copiedItem)
    #expect(throws: TokenFileError.self) { try TokenFile(path: path).item(at: 1) }
  }
}
