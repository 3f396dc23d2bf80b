import PairEncoding
import TestSupport
import Testing

@Suite("Files that are no vocabularies are refused by name, with what is wrong")
struct VocabularyDamageTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// A vocabulary file's values as text, all sound unless changed.
  struct Document: Sendable, CustomTestStringConvertible {
    var values = [
      "format": "\"tessera-pair-vocabulary\"", "version": "1", "kind": "\"sequences\"",
      "alphabet_size": "3", "merges": "[]",
      "training": """
      {"rule": "neighbours", "items": 1, "code_count": 2, "token_count": 1}
      """,
    ]
    var testDescription: String { values["merges"] ?? "" }

    /// Other values under these keys, none where a value is nil.
    init(_ changes: [String: String?] = [:]) {
      for (key, value) in changes { values[key] = value }
    }

    /// The merges of a kind over 3 codes.
    init(_ kind: String, _ merges: String) {
      self.init(["kind": "\"\(kind)\"", "merges": merges])
    }

    var text: String {
      let members = values.sorted { $0.key < $1.key }.map { "\"\($0)\": \($1)" }
      return "{\(members.joined(separator: ", "))}"
    }
  }

  private func refusal(_ text: String) -> PairVocabularyFileError? {
    #expect(throws: PairVocabularyFileError.self) {
      try PairVocabularyFile.read(text: text, in: folder)
    }
  }

  /// Expects a file to be refused as damaged, by a line with the words in it.
  private func expectDamage(
    _ document: Document, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = refusal(document.text)
    guard case .damaged(let path, let reason) = error else {
      Issue.record("\(String(describing: error))", sourceLocation: sourceLocation)
      return
    }
    #expect(path == folder.file("v.json"), sourceLocation: sourceLocation)
    for word in words {
      #expect(reason.contains(word), "\(reason)", sourceLocation: sourceLocation)
    }
    let line = error?.description ?? ""
    #expect(
      line.hasPrefix(path + ": ") && line.contains("; ") && !line.contains("\n"),
      "\(line)", sourceLocation: sourceLocation)
  }

  @Test("the sound document, so that every other is refused for its own fault")
  func sound() throws {
    for document in [
      Document(), Document("sequences", "[[0, 1, 3]]"), Document("grids", "[[0, 1, 0, 1]]"),
      Document("flattened-grids", "[[0, 1]]"),
    ] {
      #expect(try PairVocabularyFile.read(text: document.text, in: folder).alphabetSize == 3)
    }
  }

  @Test(
    "no JSON, or JSON of something else",
    arguments: [
      "", " ", "\0", "{", "}", "[]", "[[0, 1, 3]]", "null", "1", "\"text\"", "not JSON", "{}",
      #"{"format": "tessera-pair-vocabulary"}"#, #"{"format": "other", "version": 1}"#,
      #"{"format": 1, "version": 1}"#, #"{"format": "tessera-pair-vocabulary", "version": "1"}"#,
      #"{"model": {"type": "BPE", "vocab": {}, "merges": []}}"#, "\u{FEFF}", "PK\u{3}\u{4}",
      String(repeating: "[", count: 100_000), String(repeating: #"{"format":"#, count: 10_000),
    ])
  func otherFiles(text: String) {
    let path = folder.file("v.json")
    #expect(refusal(text) == .notAVocabulary(path: path))
    #expect(
      "\(PairVocabularyFileError.notAVocabulary(path: path))"
        == "\(path): is no pair vocabulary; give a file that 'tessera bpe train' wrote")
  }

  @Test("another version, whatever else it says", arguments: [-1, 0, 2, Int.max])
  func versions(version: Int) {
    let document = Document(["version": "\(version)", "merges": "\"later\""])
    let expected = PairVocabularyFileError.unsupportedVersion(
      path: folder.file("v.json"), found: version, supported: 1)
    #expect(refusal(document.text) == expected)
    #expect("\(expected)".contains("version \(version), this program reads 1; update tessera"))
  }

  @Test("a key that is missing", arguments: ["kind", "alphabet_size", "merges", "training"])
  func missingKeys(key: String) {
    expectDamage(Document([key: nil as String?]), "the key \"\(key)\" is missing")
  }

  @Test(
    "values of another type",
    arguments: [
      ("kind", "\"trees\""), ("kind", "1"), ("alphabet_size", "\"3\""),
      ("alphabet_size", "null"), ("merges", "{}"), ("merges", "[0]"),
      ("merges", "[[0, 1, \"3\"]]"), ("merges", "[[0, 1, null]]"), ("merges", "[[[]]]"),
      ("scaffolds", "3"), ("training", "[]"),
      ("training", "{\"items\": 1, \"code_count\": 2, \"token_count\": 1}"),
    ])
  func otherTypes(key: String, value: String) {
    expectDamage(Document([key: value]), key == "training" && value != "[]" ? "rule" : key)
  }

  @Test(
    "numbers that do not fit",
    arguments: [
      ("alphabet_size", "1.5"), ("alphabet_size", "1e30"), ("merges", "[[0, 1, 2.5]]"),
      ("merges", "[[0, 1, 18446744073709551616]]"), ("scaffolds", "[-1]"),
      ("scaffolds", "[4294967296]"),
    ])
  func misfits(key: String, value: String) {
    expectDamage(Document([key: value]), "a number that is not whole or out of range")
  }

  @Test("an alphabet of no code or more than 2^24", arguments: [-1, 0, 1 << 24 + 1, Int.max])
  func alphabets(size: Int) {
    for kind in ["sequences", "grids", "flattened-grids"] {
      expectDamage(
        Document(["kind": "\"\(kind)\"", "alphabet_size": "\(size)"]), "\(size)", "codes")
    }
  }

  @Test("merges of tokens that are not there yet, are themselves or no tokens at all")
  func unknownTokens() {
    expectDamage(Document("sequences", "[[0, 9, 3]]"), "merge 0", "token 9", "0..<3")
    expectDamage(Document("sequences", "[[0, 3, 3]]"), "merge 0", "token 3")
    expectDamage(Document("sequences", "[[0, 1, 3], [4, 0, 4]]"), "merge 1", "token 4", "0..<4")
    expectDamage(Document("grids", "[[0, 9, 0, 1]]"), "merge 0", "token 9")
    expectDamage(Document("grids", "[[3, 0, 0, 1]]"), "merge 0", "token 3")
    expectDamage(Document("flattened-grids", "[[0, 9]]"), "merge 0", "token 9")
    expectDamage(Document("flattened-grids", "[[0, 3]]"), "merge 0", "token 3")
    for number in ["-1", "4294967296", "9223372036854775807", "-9223372036854775808"] {
      expectDamage(Document("sequences", "[[\(number), 1, 3]]"), "\(number) is no token")
      expectDamage(Document("sequences", "[[0, 1, \(number)]]"), "\(number) is no token")
      expectDamage(Document("grids", "[[0, \(number), 0, 1]]"), "\(number) is no token")
      expectDamage(Document("flattened-grids", "[[0, \(number)]]"), "\(number) is no token")
    }
  }

  @Test("merges of more or fewer numbers than their kind has")
  func counts() {
    expectDamage(
      Document("sequences", "[[0, 1, 3], [0, 1]]"), "merge 1 has 2 numbers instead of 3")
    expectDamage(Document("sequences", "[[0, 1, 3, 0]]"), "merge 0 has 4 numbers instead of 3")
    expectDamage(Document("sequences", "[[]]"), "merge 0 has 0 numbers instead of 3")
    expectDamage(Document("grids", "[[0, 1, 3]]"), "merge 0 has 3 numbers instead of 4")
    expectDamage(Document("flattened-grids", "[[0, 1, 3]]"), "3 numbers instead of 2")
  }

  @Test("results that are not the next token, and tokens that outgrow every memory")
  func results() {
    expectDamage(Document("sequences", "[[0, 1, 5]]"), "merge 0 makes token 5 where 3 is next")
    expectDamage(Document("sequences", "[[0, 1, 0]]"), "merge 0 makes token 0 where 3 is next")
    let doubling = (0..<60).map { "[\($0 + 2), \($0 + 2), \($0 + 3)]" }.joined(separator: ",")
    expectDamage(Document("sequences", "[\(doubling)]"), "spell out more than")
  }

  @Test("shapes that cannot be")
  func shapes() {
    expectDamage(Document("grids", "[[0, 1, 0, 0]]"), "merge 0", "before the first")
    expectDamage(Document("grids", "[[0, 1, 1, 1]]"), "merge 0", "do not touch")
    expectDamage(Document("grids", "[[0, 1, 0, 1], [3, 2, 0, 1]]"), "merge 1", "overlap")
    expectDamage(Document("grids", "[[0, 1, 0, 1], [0, 1, 0, 1]]"), "merge 1", "repeats merge 0")
    for offset in ["9223372036854775807", "-9223372036854775808"] {
      expectDamage(Document("grids", "[[0, 1, \(offset), 0]]"), "merge 0")
      expectDamage(Document("grids", "[[0, 1, 0, \(offset)]]"), "merge 0")
    }
    expectDamage(Document("flattened-grids", "[[1, 0]]"), "merge 0", "ascending order")
  }

  @Test("scaffolds that are base codes or no tokens", arguments: [0, 2, 4, 4_294_967_295])
  func scaffolds(token: Int) {
    expectDamage(
      Document(["merges": "[[0, 1, 3]]", "scaffolds": "[3, \(token)]"]),
      "token \(token) cannot be a scaffold")
  }
}
