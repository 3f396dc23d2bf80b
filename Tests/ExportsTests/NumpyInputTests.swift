import Bytes
import Exports
import FoundationEssentials
import TestSupport
import Testing
import Threads
import TokenStreams

@Suite("Arrays of NumPy are read, whatever their type and order")
struct NumpyInputTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static func fixture(_ name: String) -> String {
    ProjectFiles.path("Tests/ExportsTests/Fixtures/" + name)
  }

  private func sequences(
    _ name: String, vocabularySize: Int? = nil
  ) throws -> [[UInt32]] {
    let sequences = try TokenInput([Self.fixture(name)], vocabularySize: vocabularySize).sequences()
    return (0..<sequences.count).map { Array(sequences[$0]) }
  }

  @Test(
    "every integer type",
    arguments: ["u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8"], ["little", "big"])
  func types(kind: String, order: String) throws {
    #expect(try sequences("\(kind)-\(order).npy") == [[0, 1, 100, 127]])
  }

  @Test("rows are sequences, in C and Fortran order", arguments: ["c", "fortran"])
  func rows(order: String) throws {
    #expect(try sequences("rows-\(order).npy") == [[0, 100, 200], [300, 400, 500]])
    #expect(try !TokenInput([Self.fixture("rows-\(order).npy")]).holdsGrids)
  }

  @Test("three dimensions are grids, in C and Fortran order", arguments: ["c", "fortran"])
  func grids(order: String) throws {
    let input = try TokenInput([Self.fixture("grids-\(order).npy")])
    #expect(input.holdsGrids)
    let expected = try [UInt32(0), 12].map { first in
      try TokenGrid(height: 3, width: 4, tokens: Array(first..<first + 12))
    }
    #expect(try input.grids() == expected)
    #expect(try sequences("grids-\(order).npy").map(\.count) == [12, 12])
    var rowCounts: [Int] = []
    try input.forEach { rowCounts.append($0.rowCount) }
    #expect(rowCounts == [3, 3])
  }

  @Test("all versions of the header", arguments: 1...3)
  func versions(version: Int) throws {
    #expect(try sequences("version-\(version).npy") == [[5, 6]])
  }

  @Test(
    "what is no array of tokens is refused, with a reason",
    arguments: [
      ("floats.npy", "it holds floating-point numbers (<f4) and not integers"),
      ("objects.npy", "it holds pickled Python objects, which are never read, (|O)"),
      ("truths.npy", "truth values"), ("records.npy", "records of several fields"),
      ("scalar.npy", "0 dimensions"), ("four.npy", "4 dimensions"),
      ("unnamed.npz", "it has no arrays 'tokens' and 'offsets' but arr_0.npy"),
      ("make.py", "holds no tokens"),
    ])
  func unsupported(name: String, reason: String) throws {
    let error = #expect(throws: TokenInputError.self) { try sequences(name) }
    let text = error?.description ?? ""
    #expect(text.contains(reason), "\(text)")
    #expect(text.contains(name))
  }

  @Test("numbers that are no tokens are refused, with their place")
  func unusable() throws {
    #expect(
      throws: TokenInputError.unusableToken(
        path: Self.fixture("negative.npy"), place: "row 1, position 1", value: "-4",
        vocabularySize: 1 << 32)
    ) { try sequences("negative.npy") }
    #expect(
      throws: TokenInputError.unusableToken(
        path: Self.fixture("large.npy"), place: "position 1", value: "4294967296",
        vocabularySize: 1 << 32)
    ) { try sequences("large.npy") }
    #expect(
      throws: TokenInputError.unusableToken(
        path: Self.fixture("grids-fortran.npy"), place: "grid 1, row 2, position 3", value: "23",
        vocabularySize: 23)
    ) { try sequences("grids-fortran.npy", vocabularySize: 23) }
    #expect(try sequences("grids-fortran.npy", vocabularySize: 24).count == 2)
  }

  @Test("archives, stored and compressed", arguments: ["stored.npz", "compressed.npz"])
  func archives(name: String) throws {
    #expect(try sequences(name) == [[1, 2, 3], [], [999, 4]])
    var classes: [Int?] = []
    try TokenInput([Self.fixture(name)]).forEach { classes.append($0.classID) }
    #expect(classes == [7, nil, 0])
    #expect(
      throws: TokenInputError.unusableToken(
        path: Self.fixture(name), place: "position 3", value: "999", vocabularySize: 999)
    ) { try sequences(name, vocabularySize: 999) }
  }

  @Test("every prefix of an array is refused")
  func prefixes() throws {
    for name in ["rows-c.npy", "version-3.npy", "stored.npz", "compressed.npz"] {
      let bytes = try ExportExamples.bytes(Self.fixture(name))
      for count in stride(from: 0, to: bytes.count, by: bytes.count > 300 ? 7 : 1) {
        let path = try folder.write(Array(bytes[..<count]), to: "cut")
        #expect(throws: TokenInputError.self, "\(name), \(count) bytes") {
          try TokenInput([path]).sequences()
        }
      }
      let longer = try folder.write(bytes + [0], to: "longer")
      if name.hasSuffix(".npy") {
        #expect(throws: TokenInputError.self) { try TokenInput([longer]) }
      }
    }
  }

  @Test("changed bytes give an error or other tokens, and never a crash")
  func flips() throws {
    var random = Randomness(seed: 11)
    for name in ["rows-fortran.npy", "grids-c.npy", "stored.npz", "compressed.npz"] {
      let bytes = try ExportExamples.bytes(Self.fixture(name))
      for _ in 0..<400 {
        var changed = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          changed[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
            in: 0...255, using: &random)
        }
        let path = try folder.write(changed, to: "changed")
        _ = try? TokenInput([path]).sequences()
      }
    }
  }

  private func array(_ dictionary: String, data: Int) throws -> String {
    let text = Array(dictionary.utf8)
    let header: [UInt8] =
      [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count & 0xFF), UInt8(text.count >> 8)]
    return try folder.write(
      header + text + [UInt8](repeating: 0, count: data), to: "forged.npy")
  }

  @Test(
    "headers that lie are refused before anything is allocated",
    arguments: [
      "{'descr': '<u2', 'fortran_order': False, 'shape': (4611686018427387904, 4), }",
      "{'descr': '<u2', 'fortran_order': False, 'shape': (9223372036854775807,), }",
      "{'descr': '<u2', 'fortran_order': False, 'shape': (99999999999999999999,), }",
      "{'descr': '<u2', 'fortran_order': False, 'shape': (5,), }",
      "{'descr': '<u2', 'fortran_order': False, 'shape': (-4,), }",
      "{'descr': '<u2', 'fortran_order': False, 'shape': (1099511627776, 0), }",
      "{'descr': '<u2', 'fortran_order': False, 'shape': (1099511627776, 1099511627776, 0), }",
      "{'descr': '<u2', 'fortran_order': False, 'shape': (0, 1099511627776, 1099511627776), }",
      "{'descr': '<u2', 'fortran_order': False, 'shape': (2, 0, 2), }",
      "{'descr': '<u2', 'fortran_order': False, 'shape': (4), }",
      "{'descr': '<u2', 'fortran_order': False, 'shape': 4, }",
      "{'descr': '<u2', 'fortran_order': False, }",
      "{'descr': '<u2', 'fortran_order': 0, 'shape': (4,), }",
      "{'descr': '<u2', 'descr': '<u2', 'fortran_order': False, 'shape': (4,), }",
      "{'descr': '<u2', 'fortran_order': False, 'shape': (4,), 'more': 'x'}",
      "{'descr': '<u2', 'fortran_order': False, 'shape': (4,), } {",
      "{'descr': '<u2, 'fortran_order': False, 'shape': (4,), }",
      "{'descr': '<u3', 'fortran_order': False, 'shape': (4,), }",
      "{'descr': [['', '<u2'], 'fortran_order': False, 'shape': (4,), }",
      "", "{", "{}", "__import__('os')",
    ])
  func forged(dictionary: String) throws {
    let path = try array(dictionary, data: 8)
    #expect(throws: TokenInputError.self) { try TokenInput([path]).sequences() }
  }

  @Test("headers as other programs write them")
  func spellings() throws {
    for dictionary in [
      "{\"shape\": (4,), \"descr\": \"<u2\", \"fortran_order\": True}",
      "{'descr':'=u2','fortran_order':False,'shape':(2,2)}\n",
      "{ 'descr' : '<u2' , 'fortran_order' : False , 'shape' : (4L,) , }  ",
    ] {
      let path = try array(dictionary, data: 8)
      #expect(try TokenInput([path]).sequences().tokens == [0, 0, 0, 0])
    }
    let empty = try array("{'descr':'<u2','fortran_order':False,'shape':(3,0)}", data: 0)
    #expect(try TokenInput([empty]).sequences().count == 3)
    let none = try array("{'descr':'<u2','fortran_order':False,'shape':(0,5,5)}", data: 0)
    #expect(try TokenInput([none]).grids().isEmpty)
  }

  @Test("a large array is the same for every number of threads, whole and in parts")
  func large() throws {
    var random = Randomness(seed: 12)
    let rows = (0..<5_000).map { _ in
      (0..<301).map { _ in UInt32.random(in: 0..<60_000, using: &random) }
    }
    let path = folder.file("large.npy")
    let expected = TokenSequences(rows)
    try TokenCorpus(expected, vocabularySize: 60_000).export(to: path, as: .numpy)
    for threads in [1, 2, 3] {
      try Parallel.$threadCount.withValue(threads) {
        let input = try TokenInput([path])
        #expect(try input.sequences() == expected)
        #expect(try input.corpus().sequences() == expected)
      }
    }
  }

  @Test("archives that contradict themselves are refused")
  func wrongArchives() throws {
    func archive(tokens: [UInt32], offsets: [UInt32]) throws -> String {
      // Sequences of an archive hold the arrays of another one.
      let path = folder.file("forged.npz")
      try TokenCorpus(TokenSequences([tokens]), vocabularySize: 100)
        .export(to: path, as: .numpyArchive)
      return path
    }
    let path = try archive(tokens: [1, 2, 3], offsets: [])
    var bytes = try ExportExamples.bytes(path)
    // The last eight bytes of `offsets.npy` say 3; a checksum covers them.
    let place = try #require(
      bytes.indices.last { bytes[$0...].starts(with: [3, 0, 0, 0, 0, 0, 0, 0]) })
    bytes[place] = 4
    let changed = try folder.write(bytes, to: "changed.npz")
    #expect(throws: TokenInputError.self) { try TokenInput([changed]).sequences() }
    #expect(throws: TokenInputError.self) { try TokenInput([changed]).forEach { _ in } }
  }
}
