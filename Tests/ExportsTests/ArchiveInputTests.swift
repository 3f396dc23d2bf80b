import Exports
import TestSupport
import Testing
import Threads
import TokenStreams

@Suite("Archives are listed by their headers and read from front to back")
struct ArchiveInputTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static func fixture(_ name: String) -> String {
    ProjectFiles.path("Tests/ExportsTests/Fixtures/" + name)
  }

  /// The stored archive with some bytes replaced, once.
  private func changed(_ old: String, to new: String) throws -> String {
    var bytes = try ExportExamples.bytes(Self.fixture("stored.npz"))
    let (old, new) = (Array(old.utf8), Array(new.utf8))
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: old) })
    bytes.replaceSubrange(place..<place + old.count, with: new)
    return try folder.write(bytes, to: "changed.npz")
  }

  private func refusal(_ path: String, _ read: (TokenInput) throws -> Void = { _ in }) -> String {
    let error = #expect(throws: TokenInputError.self) { try read(TokenInput([path])) }
    let text = error?.description ?? ""
    #expect(text.hasPrefix(path + ": "))
    return text
  }

  @Test("nothing but headers is read before it is wanted")
  func laziness() throws {
    // The checksum of an array that is never read is never compared.
    var bytes = try ExportExamples.bytes(Self.fixture("stored.npz"))
    let place = try #require(
      bytes.indices.first { bytes[$0...].starts(with: [1, 0, 2, 0, 3, 0, 231, 3]) })
    bytes[place] = 9
    let path = try folder.write(bytes, to: "changed.npz")
    let input = try TokenInput([path])
    #expect(input.mostTokenCount == 5)
    #expect(throws: TokenInputError.self) { try input.sequences() }
    #expect(throws: TokenInputError.self) { try input.forEach { _ in } }
  }

  @Test("an archive that became another one since it was listed")
  func replaced() throws {
    let path = folder.file("x.npz")
    func write(_ sequences: [[UInt32]]) throws {
      try TokenCorpus(TokenSequences(sequences), vocabularySize: 10)
        .export(to: path, as: .numpyArchive)
    }
    try write([[1, 2], [3]])
    let input = try TokenInput([path])
    try write([[1, 2], [3, 4]])
    let error = #expect(throws: TokenInputError.self) { try input.sequences() }
    #expect(error?.description.contains("another one than a moment ago") ?? false)
    try write([[4, 5], [6]])
    #expect(try input.sequences() == TokenSequences([[4, 5], [6]]))
  }

  @Test("headers that claim what the archive cannot hold are refused when it is listed")
  func claims() throws {
    let longer = refusal(try changed("(5,)", to: "(9,)"))
    #expect(
      longer.contains("tokens.npy: its header claims 18 bytes of elements, shape [9], and 10"))
    #expect(refusal(try changed("(4,)", to: "(3,)")).contains("offsets.npy: its header claims 24"))
    #expect(
      refusal(try changed("(5,), ", to: "(5,1),")).contains("tokens.npy: it has 2 dimensions"))
    #expect(refusal(Self.fixture("absurd.npz")).contains("cannot unfold"))
    #expect(refusal(Self.fixture("empties.npz")).contains("16777218 sequences of 1 tokens"))
  }

  @Test("little that unfolds to much is counted, not believed to be little")
  func packed() throws {
    let path = Self.fixture("zeros.npz")
    #expect(try ExportExamples.bytes(path).count < 8000)
    let input = try TokenInput([path])
    #expect(input.mostTokenCount == 1_000_000)
    let sequences = try input.sequences()
    #expect(sequences.count == 1000 && sequences.tokens.count == 1_000_000)
  }

  @Test("many blocks, sequences longer than a block and empty ones, for every number of threads")
  func blocks() throws {
    var random = Randomness(seed: 21)
    var sequences = (0..<150_000).map { _ in
      (0..<Int.random(in: 0...12, using: &random)).map { _ in
        UInt32.random(in: 0..<70_000, using: &random)
      }
    }
    sequences[77] = (0..<2_500_000).map { UInt32($0 % 65_537) }
    let expected = TokenSequences(sequences)
    let classes = sequences.indices.map { $0 % 3 == 0 ? nil : $0 }
    let path = folder.file("x.npz")
    try TokenCorpus(expected, vocabularySize: 70_000, classes: classes)
      .export(to: path, as: .numpyArchive)
    let input = try TokenInput([path], vocabularySize: 70_000)
    for threads in [1, 3] {
      try Parallel.$threadCount.withValue(threads) {
        #expect(try input.sequences() == expected)
        var index = 0
        try input.forEach { record in
          if record.tokens != sequences[index] || record.classID != classes[index] {
            Issue.record("sequence \(index) is another one")
          }
          index += 1
        }
        #expect(index == sequences.count)
      }
    }
    #expect(
      throws: TokenInputError.unusableToken(
        path: path, place: "position \(expected.tokens.firstIndex { $0 >= 69_999 } ?? 0)",
        value: "69999", vocabularySize: 69_999)
    ) { try TokenInput([path], vocabularySize: 69_999).forEach { _ in } }
  }
}
