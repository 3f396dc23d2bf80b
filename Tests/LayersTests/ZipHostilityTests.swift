import Bytes
import Layers
import Tensors
import TestSupport
import Testing

@Suite("A damaged or deceitful archive is refused")
struct ZipHostilityTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static func honest() -> HandmadeArchive {
    let tensor = HandmadePickle.tensor(HandmadePickle.storage(count: 2), shape: [2], strides: [1])
    return HandmadeArchive(
      pickle: HandmadePickle.whole(HandmadePickle.dictionary([("t", tensor)])),
      storages: [[0, 0, 128, 63, 0, 0, 0, 64]])
  }

  /// Opens an archive after a change, and returns the error.
  private func error(
    _ change: (inout HandmadeArchive) -> Void
  ) throws -> CheckpointError {
    var archive = Self.honest()
    change(&archive)
    return try #require(throws: CheckpointError.self) { try archive.opened(in: folder) }
  }

  @Test("the 64-bit form and a comment are read as well")
  func variants() throws {
    for isWide in [false, true] {
      for comment in [[], Array("PK\u{5}\u{6} a comment".utf8)] {
        var archive = Self.honest()
        archive.isWide = isWide
        archive.comment = comment
        #expect(try archive.opened(in: folder).tensor("t").elements == [1, 2])
      }
    }
  }

  @Test("every prefix is refused", arguments: ["views.pt", "views-legacy.pth"])
  func everyPrefix(name: String) throws {
    let bytes = try MappedFile(path: PyTorchArchiveTests.folder + "/" + name).allBytes()
    let path = folder.file("cut.pt")
    for count in bytes.indices {
      let cut = try HandmadeFile.write(Array(bytes.prefix(count)), to: path)
      let error = try #require(throws: CheckpointError.self) { try Checkpoint(path: cut) }
      guard case .malformedArchive = error else { throw error }
    }
  }

  @Test(
    "every changed byte gives an error or tensors as declared",
    arguments: ["model.pt", "views-legacy.pth"], [0x01, 0x80, 0xFF])
  func everyByte(name: String, flip: UInt8) throws {
    let bytes = try MappedFile(path: PyTorchArchiveTests.folder + "/" + name).allBytes()
    let path = folder.file("flipped.pt")
    var refused = 0
    for offset in bytes.indices {
      var changed = bytes
      changed[offset] ^= flip
      _ = try HandmadeFile.write(changed, to: path)
      do {
        try Checkpoint(path: path).readAll()
      } catch is CheckpointError {
        refused += 1
      }
    }
    #expect(refused > 100)
  }

  @Test("a place or a size that lies", arguments: [-1000, -1, 1, 1000, 1 << 31])
  func shifts(shift: Int) throws {
    for isWide in [false, true] {
      for record in 0..<3 {
        _ = try error {
          $0.isWide = isWide; $0.records[record].startShift = shift
        }
      }
      _ = try error {
        $0.isWide = isWide; $0.directoryShift = shift
      }
      _ = try error {
        $0.isWide = isWide; $0.countShift = shift == 1 << 31 ? 2 : max(1, shift)
      }
    }
    // A record may be said to be shorter than what follows leaves room for; data is then missing.
    _ = try error {
      $0.isWide = true; $0.records[2].sizeShift = shift
    }
  }

  @Test("records that overlap are refused")
  func overlap() throws {
    let failure = try error { archive in
      archive.records.append(archive.records[2])
      archive.records[3].name = "archive/data/1"
      archive.records[3].startShift = -10
    }
    #expect("\(failure)".contains("overlaps"))
  }

  @Test("two records of one name, a record under another name, no or two pickles")
  func names() throws {
    #expect("\(try error { $0.records.append($0.records[2]) })".contains("twice"))
    _ = try error { $0.records[0].localName = "archive/data.pkx" }
    _ = try error { $0.records[2].localName = "archive/data/00" }
    #expect("\(try error { $0.records[0].name = "archive/other" })".contains("0 pickles"))
    let second = HandmadeArchive.Record(name: "other/data.pkl", bytes: [0x4E, 0x2E])
    #expect("\(try error { $0.records.append(second) })".contains("2 pickles"))
  }

  @Test("compressed, encrypted and big-endian archives are told apart from damaged ones")
  func unsupported() throws {
    let changes: [((inout HandmadeArchive) -> Void, String)] = [
      ({ $0.records[0].method = 8 }, "compressed"), ({ $0.records[2].method = 8 }, "compressed"),
      ({ $0.records[0].flags = 1 }, "encrypted"),
      ({ $0.records[1].bytes = Array("big".utf8) }, "big-endian"),
    ]
    for (change, mention) in changes {
      let failure = try error(change)
      guard case .unsupported(_, let feature) = failure else { throw failure }
      #expect(feature.contains(mention))
    }
  }

  @Test("an archive of PyTorch before 2.1 has no byte order and is read")
  func noByteOrder() throws {
    var archive = Self.honest()
    archive.records.remove(at: 1)
    #expect(try archive.opened(in: folder).tensor("t").elements == [1, 2])
  }

  @Test("junk says what it should have been by its name")
  func junk() throws {
    for (name, content) in [("a.pt", ""), ("b.ckpt", "junk"), ("c.bin", "PK\u{3}\u{4}")] {
      let path = try folder.write(Array(content.utf8), to: name)
      let error = try #require(throws: CheckpointError.self) { try Checkpoint(path: path) }
      #expect("\(error)".contains("not a valid PyTorch archive"), "\(error)")
    }
    let path = try folder.write(Array("junk".utf8), to: "d.safetensors")
    let error = try #require(throws: CheckpointError.self) { try Checkpoint(path: path) }
    #expect("\(error)".contains("not a valid safetensors file"))
    let other = try folder.write(Array("junk".utf8), to: "e.txt")
    #expect(throws: CheckpointError.unknownFormat(path: other)) { try Checkpoint(path: other) }
  }
}
